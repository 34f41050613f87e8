// npm run bench [-- NAME… --quick --publish --compare FILE --profile FOLDER --daemon-flags WORDS --directory FOLDER --seed N]
// Runs the benches one after another, each in a process of its own, and holds their figures against the goals.
// Exit code 1: beyond a goal on a machine that had nothing else to do, what has a goal was not measured, or a bench broke;
// 2: wrong words, or nothing to compare with.
import { Command, InvalidArgumentError } from 'commander';
import { BENCHES } from './benches.ts';
import { runBenches } from './run.ts';

const wholeNumber = (text: string): number => {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('a whole number is wanted');
  return Number(text);
};
const words = new Command('npm run bench --')
  .argument('[names...]', `which benches: ${Object.keys(BENCHES).join(', ')}; all when none is named`)
  .option('--quick', 'fewer of everything', false)
  .option('--publish', 'docs/bench.json and docs/figures.md also from a quick run of all', false)
  .option('--compare <file>', 'bench.json of an earlier run, to print ratios against it')
  .option('--profile <folder>', 'keep a CPU profile of the daemon there')
  .option('--daemon-flags <words>', 'more options of Node for the daemon, to see what they would do')
  .option('--directory <folder>', 'where the journals of the benches lie: the disk that is measured')
  .option('--seed <number>', 'of all chance, else a new one', wholeNumber)
  .exitOverride((fault) => process.exit(fault.exitCode === 0 ? 0 : 2))
  .parse();
process.exitCode = await runBenches(words.args, words.opts());
