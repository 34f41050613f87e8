// The process of one bench: NAME CONTEXT, the latter as JSON. Its figures go to the parent. SIGTERM: closes and ends.
import { BENCHES } from './benches.ts';
import type { BenchContext } from './frame/bench.ts';
import { closeAll } from './stand/closing.ts';

const [name = '', context = '{}'] = process.argv.slice(2);
process.once('SIGTERM', () => void closeAll().then(() => process.exit(1)));
try {
  const load = BENCHES[name];
  if (!load) throw new Error(`no bench ${name}`);
  const { bench } = await load();
  const figures = await bench.run(JSON.parse(context) as BenchContext);
  process.send?.(figures);
  await closeAll();
  process.exit(0);
} catch (caught) {
  process.stderr.write(`${name}: ${caught instanceof Error ? caught.stack : String(caught)}\n`);
  await closeAll();
  process.exit(1);
}
