import { it } from 'vitest';
import { smallBranch } from './branches.ts';
import { labelOn, openStand, textOf } from './stand.ts';

it('x', async () => {
  const stand = await openStand({ config: smallBranch() });
  let done = false;
  stand.hooks = {
    before: (n) => {
      if (n === 13 && !done) {
        done = true;
        stand.kill();
      }
    },
  };
  await stand.start();
  await stand.pass(1000);
  for (const [d, a, t] of [
    ['keypad1', 'press pause', 500],
    ['panel1', 'press 1', 300],
    ['panel1', 'press 2', 2000],
  ] as const) {
    await stand.act(d, a);
    await stand.pass(t);
    console.log(stand.isRunning, stand.clock.monotonic());
    if (!stand.isRunning) {
      console.log(stand.view('printer1'));
      await stand.pass(2000);
      console.log(stand.view('printer1'));
      await stand.start();
      await stand.pass(2000);
    }
  }
  await stand.pass(10000);
  for (const s of stand.slips) console.log(s.end, labelOn(s), textOf(s));
  for (const r of await stand.journal())
    console.log(r.seq, r.at % 1000000, r.type, JSON.stringify(r.body).slice(0, 80));
});
