import { type BenchFile, type Figure, isLoaded, LOADED, verdictOf } from './figure.ts';
import { amount, cells, digits, explained, VERDICTS } from './words.ts';

function row(figure: Figure, verdict: string): string {
  const { title, unit, reading, raw, goal } = figure;
  const text = cells(reading, unit).filter(Boolean).join(' / ');
  const rawText = raw ? cells(raw.reading, unit).filter(Boolean).join(' / ') : '';
  const limit = goal ? `${goal.side === 'at-most' ? '≤' : '≥'} ${amount(goal.limit, unit)}` : '';
  return `| ${title} | ${text} | ${rawText} | ${limit} | ${verdict} |`;
}

/** docs/figures.md as a run gives it. */
export function figuresText(file: BenchFile): string {
  const { machine, results } = file;
  const rows = results.flatMap(({ figures, load }) =>
    figures.map((figure) => row(figure, VERDICTS[verdictOf(figure, load)])),
  );
  const loaded = results.filter(({ load }) => isLoaded(load)).map(({ name }) => `\`${name}\``);
  const notes = results.map(({ name, figures, load, seconds }) => {
    const lines = figures.map((figure) => `- **${figure.title}.** ${explained(figure)}`.trimEnd());
    const busy = `Others had ${digits(load.foreignCores)} cores meanwhile; a sleeper woke up ${digits(load.lagP99)} ms late (p99).`;
    return [`### \`npm run bench -- ${name}\``, '', ...lines, '', `${Math.round(seconds)} s. ${busy}`].join('\n');
  });
  return [
    '# Figures',
    '',
    'Made by `npm run bench`, which measures, and writes `docs/bench.json` and this page from it; nothing here is written by hand.',
    'Each figure stands beside what the machine itself can do, measured in between (raw), so that the ratio holds on another machine',
    'too. Two numbers are the middle and the 99th of a hundred.',
    '',
    'A run fails beyond a goal. A time beyond its goal is *machine loaded*, a warning, where others had more than',
    `${LOADED.foreignCores} cores while it was measured, or a sleeper woke up more than ${LOADED.lagP99} ms late (p99). A run in which something with a goal was`,
    'not measured fails, and leaves this page as it was.',
    '',
    '| | |',
    '|---|---|',
    `| when | ${file.date}, commit ${file.commit}, seed ${file.seed}${file.isQuick ? ', the short form' : ''} |`,
    `| machine | ${machine.processor}, ${machine.cores} cores, ${machine.memoryMb} MB; Linux ${machine.kernel}; journal on ${machine.disk} |`,
    `| Node | ${file.node} |`,
    `| load average before the run | ${results[0] ? digits(results[0].load.averageBefore) : '–'} |`,
    ...(loaded.length > 0 ? [`| other work | the machine had some during ${loaded.join(', ')} |`] : []),
    '',
    '| figure | measured | raw | goal | |',
    '|---|---:|---:|---:|---|',
    ...rows,
    '',
    '## What was measured, and how',
    '',
    ...notes.flatMap((note) => [note, '']),
    '`npm run bench -- NAME…` runs some, `--quick` all in their short form, `--compare docs/bench.json` holds a run against this one,',
    '`--profile FOLDER` keeps a CPU profile of the daemon. Those runs write `var/bench.json` and leave this page alone.',
    '',
  ].join('\n');
}
