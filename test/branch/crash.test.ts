import { afterEach, describe, expect, it } from 'vitest';
import type { PadView } from '../../devices/keypad-line/emulator.ts';
import { ms, seconds } from '../../src/clock.ts';
import { smallBranch } from './branches.ts';
import { expectDevicesRight, expectReplaysEqual, expectRetainedRight, slipsByLabel, verdict } from './evidence.ts';
import { openStand, type Stand } from './stand.ts';

const config = smallBranch();
let stand: Stand;
afterEach(() => stand.close());

/** A short life of a branch: everything that a customer and a teller do, one after another. */
const SCRIPT: readonly (readonly [device: string, action: string, then: number])[] = [
  ['keypad1', 'press pause', ms(500)],
  ['panel1', 'press 1', ms(300)],
  ['panel1', 'press 2', seconds(2)],
  ['keypad1', 'press next', ms(500)],
  ['keypad1', 'press recall', ms(500)],
  ['keypad1', 'press undo', ms(500)],
  ['keypad1', 'press next', ms(500)],
  ['keypad1', 'press start', ms(500)],
  ['keypad1', 'press transfer', ms(300)],
  ['keypad1', 'press 2', ms(300)],
  ['keypad1', 'press enter', ms(500)],
  ['keypad2', 'press pause', ms(500)],
  ['keypad2', 'press next', ms(500)],
  ['panel1', 'press 1', seconds(2)],
  ['keypad2', 'press no-show', ms(500)],
  ['keypad1', 'press next', ms(500)],
  ['keypad1', 'press finish', ms(500)],
];
/** A controller that lost its current is back after this long: less than the presses of people are kept. */
const BACK_AFTER = seconds(2);

/** A slow card, ms a commit: a word that goes out too early is out by then. */
const DISK = 60;

type Moment = 'before' | 'after';

/** Plays the script on a new branch; the controller loses its current at append `at`, and comes back. What was being written. */
async function play(at: number, moment: Moment): Promise<{ readonly lost: readonly string[] | null }> {
  stand = await openStand({ config });
  const cut: { lost: readonly string[] | null } = { lost: null };
  const kill = (count: number, types: readonly string[]): void => {
    if (cut.lost !== null || count !== at) return;
    cut.lost = types;
    stand.kill();
  };
  stand.hooks = { takes: DISK, [moment]: kill };
  await stand.start();
  const comeBack = async (): Promise<void> => {
    if (stand.isRunning) return;
    await stand.pass(BACK_AFTER);
    await stand.start();
    await stand.pass(seconds(2));
  };
  await stand.pass(seconds(1));
  await comeBack();
  for (const [device, action, then] of SCRIPT) {
    await stand.act(device, action);
    await stand.pass(then);
    await comeBack();
  }
  await stand.pass(seconds(10));
  await comeBack();
  return cut;
}

/** What must be true whenever the current went. */
async function expectRight(): Promise<void> {
  expectDevicesRight(stand);
  expect(stand.view<PadView>('panel1').unacknowledged).toEqual([]);
  await expectReplaysEqual(stand);
  expectRetainedRight(stand);
  const events = await stand.events();
  const issued = events.filter((event) => event.type === 'issued');
  // Each press at the kiosk gave one number, answered or not; nobody pressed again.
  expect(issued.map(({ label }) => label)).toEqual(['A001', 'B001', 'A002']);
  for (const { ticket } of issued) expectPrintEnded(ticket);
  for (const [label, count] of slipsByLabel(stand)) expect([label, count]).toEqual([label, 1]);
  // A slip that did not come out whole is known to be unknown.
  for (const { ticket, label } of issued) {
    const isUnknown = events.some((event) => event.type === 'print-unknown' && event.ticket === ticket);
    expect([label, slipsByLabel(stand).has(label) || isUnknown]).toEqual([label, true]);
  }
  const keys = events.flatMap(({ command }) => (command?.source.startsWith('keypad') ? [command.key] : []));
  expect(keys.length).toBeGreaterThan(0);
  await stand.stop();
  expect(await verdict(stand)).toEqual([]);
  function expectPrintEnded(ticket: number): void {
    const ends = events.filter(
      (event) => event.type.startsWith('print-') && 'ticket' in event && event.ticket === ticket,
    );
    expect(ends.map(({ type }) => type)).toEqual(['print-started', expect.stringMatching(/^print-(?:ended|unknown)$/)]);
  }
}

/** What tellers did, without the times. */
async function doings(): Promise<string[]> {
  return (await stand.events())
    .filter(({ actor }) => actor.kind === 'keypad')
    .map((event) => `${event.counter} ${event.type} ${'label' in event ? event.label : ''}`.trim());
}

/** What a teller typed lives in the controller alone: the *enter* that comes again is told so. */
function expectToldToTypeAgain(): void {
  const told = stand.happenings.filter(({ device, text }) => device === 'keypad1' && text.includes('NOTHING TYPED'));
  expect(told.length).toBeGreaterThan(0);
}

describe('the current goes at every commit of a short day', () => {
  it('each press was answered once, no number twice, no call twice, no slip twice', async () => {
    await play(Number.POSITIVE_INFINITY, 'before');
    const { commits } = stand.store;
    await expectRight();
    const expected = await doings();
    expect(expected.length).toBeGreaterThan(10);
    for (let at = 1; at <= commits; at += 1) {
      for (const moment of ['before', 'after'] as const) {
        await stand.close();
        const { lost } = await play(at, moment);
        await expectRight().catch((caught: unknown) => {
          throw new RangeError(`killed ${moment} append ${at}: ${caught instanceof Error ? caught.message : caught}`);
        });
        const doingsNow = await doings();
        const wasTyped = moment === 'before' && lost?.includes('transferred');
        if (!wasTyped) expect([moment, at, lost, doingsNow]).toEqual([moment, at, lost, expected]);
        else expectToldToTypeAgain();
      }
    }
  }, 300_000);
});
