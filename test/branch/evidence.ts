import { expect } from 'vitest';
import type { PadView } from '../../devices/keypad-line/emulator.ts';
import { replay } from '../../src/branch/replay.ts';
import { seconds } from '../../src/clock.ts';
import { snapshot } from '../../src/queue/snapshot.ts';
import { counterView, waitingFor } from '../../src/views/counter.ts';
import { queueView } from '../../src/views/queue.ts';
import { judge } from '../oracle/oracle.ts';
import { labelOn, type Stand } from './stand.ts';

/** What the judge of campaigns says of the journal, the messages, the slips and what was told. */
export async function verdict(stand: Stand): Promise<readonly string[]> {
  return judge({
    journal: (await stand.journal()).map((record) => JSON.stringify(record)),
    messages: stand.messages(),
    delivery: { cuts: cutsOf(stand), replays: [], brokerDoubles: [] },
    slips: stand.slips.flatMap((slip) => labelOn(slip) ?? []),
    told: [...stand.told],
  });
}

/** Where in the messages one connection of the daemon ends and the next one begins. */
function cutsOf({ broker }: Stand): readonly number[] {
  let heard = 0;
  return broker.connections.map(({ events }) => {
    heard += events.length;
    return heard;
  });
}

/** Replay from the first record ever and from the newest opening balance give the state that the daemon has. */
export async function expectReplaysEqual(stand: Stand): Promise<void> {
  const whole = snapshot((await replay(stand.store, 'first-record')).state);
  const short = snapshot((await replay(stand.store, 'newest-opening')).state);
  expect(short).toEqual(whole);
  if (!stand.isRunning) return;
  expect(snapshot(stand.daemon.branch.committed)).toEqual(whole);
  expect(snapshot(stand.daemon.branch.newest)).toEqual(whole);
}

/** A sign whose memory is just being set up again is dark for a second, one after the other: lets that go by. */
export async function signsAreLit(stand: Stand): Promise<void> {
  const isDark = (): boolean =>
    stand.config.counters.some(({ display }) => display && stand.view<{ text: string }>(display).text === '');
  for (let second = 0; second < 10 && isDark(); second += 1) await stand.pass(seconds(1));
}

/** Every display shows what the committed state says of its counter; nothing waits at a keypad. */
export function expectDevicesRight(stand: Stand): void {
  const { texts } = stand.config.displays;
  const state = stand.daemon.branch.committed;
  for (const { rules, display, keypad } of stand.config.counters) {
    const view = counterView(state, rules.id);
    const rest = { open: texts.idle, paused: texts.paused, closed: texts.closed }[view?.state ?? 'closed'];
    const expected = view?.ticket?.label ?? rest.trimEnd();
    if (display !== null) expect([display, stand.view(display)]).toMatchObject([display, { text: expected }]);
    if (keypad === null) continue;
    const pad = stand.view<PadView>(keypad);
    expect([keypad, pad.unacknowledged, pad.isOnline]).toEqual([keypad, [], true]);
    const line1 = view?.ticket ? `${view.ticket.label} ${view.ticket.status.toUpperCase()}` : null;
    if (line1 !== null) expect(pad.line1).toBe(line1);
  }
}

/** What the broker retains is what the views of the committed state say. */
export function expectRetainedRight(stand: Stand): void {
  const { branch } = stand.daemon;
  const retained = stand.retained();
  for (const { rules } of stand.config.counters) {
    const view = counterView(branch.committed, rules.id);
    const { counter, number, state, isStanding, ticket } = view ?? expect.unreachable();
    expect(retained.get(`counter/${rules.id}`)).toMatchObject({
      counter,
      number,
      state,
      isStanding,
      waiting: waitingFor(branch.committed, rules.id),
      ticket: ticket && { label: ticket.label, status: ticket.status, recalls: ticket.recalls },
    });
  }
  for (const { rules } of stand.config.services) {
    const { waiting, isIssuing } = queueView(branch.committed, rules.id, branch.now()) ?? expect.unreachable();
    expect(retained.get(`queue/${rules.id}`)).toMatchObject({ waiting, isIssuing });
  }
  for (const { device, state, conditions } of stand.daemon.health.all()) {
    expect(retained.get(`device/${device}`)).toMatchObject({ device, state, conditions });
  }
  const { day, clock, rules } = branch.committed;
  expect(retained.get('branch')).toMatchObject({
    day: day?.date ?? null,
    clock: { isTrusted: branch.wallOf(0) !== null },
    rules: rules?.version,
  });
  expect(clock?.isTrusted).toBe(branch.wallOf(0) !== null);
}

/** Whole slips by number. */
export function slipsByLabel(stand: Stand): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const slip of stand.slips) {
    const label = labelOn(slip);
    if (label !== null) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return counts;
}
