import { afterEach, expect, it } from 'vitest';
import { smallBranch } from './branches.ts';
import { openStand, type Stand, textOf } from './stand.ts';

let stand: Stand;
afterEach(() => stand.close());

it('try', async () => {
  stand = await openStand({ config: smallBranch() });
  await stand.start();
  await stand.pass(3_000);
  console.log(stand.view('panel1'), stand.view('keypad1'), stand.view('display1'));
  await stand.act('keypad1', 'press pause');
  await stand.pass(1_000);
  await stand.act('panel1', 'press 1');
  await stand.pass(3_000);
  console.log(stand.view('panel1'), stand.view('keypad1'), stand.slips.map(textOf));
  await stand.act('keypad1', 'press next');
  await stand.pass(1_000);
  console.log(stand.view('display1'), stand.view('keypad1'));
  for (const event of await stand.journal())
    console.log(event.seq, event.type, JSON.stringify(event.body).slice(0, 150));
  await stand.stop();
  expect(stand.messages().length).toBe(stand.store.head().seq);
});
