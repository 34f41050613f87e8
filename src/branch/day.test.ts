import { describe, expect, it } from 'vitest';
import { fakeClock } from '../clock.fake.ts';
import { minutes, seconds } from '../clock.ts';
import { silentLog } from '../devices/log.ts';
import type { Rules } from '../queue/rules.ts';
import type { Day, QueueState } from '../queue/state.ts';
import { keepDays } from './day.ts';
import { startBranchTime, type WallLabel } from './time.ts';

const HOUR = minutes(60);
const DAY = 24 * HOUR;
const MORNING = Date.UTC(2026, 4, 4, 8);

/** A day keeper over a queue that does what it is told; days are those of UTC. */
function stand(parts: {
  readonly wall: number;
  readonly isTrusted: boolean;
  readonly day?: Day;
  readonly clock?: WallLabel;
  readonly lookEvery?: number;
}) {
  const clock = fakeClock(parts.wall);
  clock.setTrusted(parts.isTrusted);
  const time = startBranchTime(clock, null);
  const opened: (string | null)[] = [];
  const labels: WallLabel[] = [];
  const warnings: string[] = [];
  const instants: number[] = [];
  const state = { rules: {} as Rules, day: parts.day ?? null, clock: parts.clock ?? null };
  const keeper = keepDays({
    clock,
    time,
    lookEvery: parts.lookEvery ?? seconds(10),
    log: { ...silentLog, warn: (_fields, message) => void warnings.push(message) },
    businessDayOf: (wall) => ({
      date: new Date(wall).toISOString().slice(0, 10),
      nextStartsAt: (Math.floor(wall / DAY) + 1) * DAY,
    }),
    instantsOn: (date) => [{ at: Date.parse(`${date}T11:30:00Z`), what: 'closes' }],
    openingHash: () => 'hash',
    newest: () => state as unknown as QueueState,
    async submit(command) {
      if (command.type === 'set-clock') {
        const { offset, isTrusted } = command;
        labels.push({ offset, isTrusted });
        state.clock = { offset, isTrusted };
        time.relabel({ offset, isTrusted });
      }
      if (command.type === 'open-day') {
        opened.push(command.day);
        instants.push(...command.instants.map(({ at }) => at));
        state.day = { date: command.day, openedAt: time.now(), instants: [] };
      }
      return { kind: 'done', label: null };
    },
  });
  return { clock, keeper, opened, labels, warnings, instants, time };
}

describe('business days', () => {
  it('opens the day at the start, and the next one when its time comes', async () => {
    const { clock, keeper, opened } = stand({ wall: MORNING, isTrusted: true });
    await keeper.look();
    expect(opened).toEqual(['2026-05-04']);
    await clock.advance(16 * HOUR - 1);
    expect(opened).toEqual(['2026-05-04']);
    await clock.advance(1);
    expect(opened).toEqual(['2026-05-04', '2026-05-05']);
    keeper.stop();
  });

  it('knows what happens at a time of day as branch time, and nothing of a day without a date', async () => {
    const dated = stand({ wall: MORNING, isTrusted: true });
    await dated.keeper.look();
    expect(dated.instants).toEqual([Date.parse('2026-05-04T11:30:00Z') - dated.time.label().offset]);
    dated.keeper.stop();
    const undated = stand({ wall: MORNING, isTrusted: false });
    await undated.keeper.look();
    expect([undated.opened, undated.instants]).toEqual([[null], []]);
    undated.keeper.stop();
  });

  it('does not open the same day twice, after a restart', async () => {
    const day = { date: '2026-05-04', openedAt: 0, instants: [] };
    const { keeper, opened } = stand({ wall: MORNING, isTrusted: true, day });
    await keeper.look();
    expect(opened).toEqual([]);
    keeper.stop();
  });

  it('opens a day without a date while nobody knows the time, and the dated one once the clock is right', async () => {
    const { clock, keeper, opened, labels } = stand({ wall: 0, isTrusted: false });
    await keeper.look();
    expect(opened).toEqual([null]);
    await clock.advance(3 * DAY);
    expect(opened).toEqual([null]);
    clock.setWall(MORNING);
    clock.setTrusted(true);
    await clock.advance(seconds(10));
    expect(labels).toEqual([
      { offset: 0, isTrusted: false },
      { offset: MORNING - 3 * DAY, isTrusted: true },
    ]);
    expect(opened).toEqual([null, '2026-05-04']);
    keeper.stop();
  });

  it('opens the right day when the clock jumps a day ahead', async () => {
    const { clock, keeper, opened } = stand({ wall: MORNING, isTrusted: true });
    await keeper.look();
    clock.setWall(MORNING + DAY);
    await clock.advance(seconds(10));
    expect(opened).toEqual(['2026-05-04', '2026-05-05']);
    keeper.stop();
  });

  it('looks at the clock as often as the branch file says', async () => {
    const { clock, keeper, opened } = stand({ wall: MORNING, isTrusted: true, lookEvery: minutes(5) });
    await keeper.look();
    clock.setWall(MORNING + DAY);
    await clock.advance(minutes(5) - 1);
    expect(opened).toEqual(['2026-05-04']);
    await clock.advance(1);
    expect(opened).toEqual(['2026-05-04', '2026-05-05']);
    keeper.stop();
  });

  it('keeps its day when the clock jumps a day back, and says so once', async () => {
    const { clock, keeper, opened, warnings } = stand({ wall: MORNING, isTrusted: true });
    await keeper.look();
    clock.setWall(MORNING - DAY);
    await clock.advance(minutes(5));
    expect(opened).toEqual(['2026-05-04']);
    expect(warnings).toHaveLength(1);
    keeper.stop();
  });

  it('tells the queue at the first start that the clock can be believed, and says it once', async () => {
    const { clock, keeper, labels } = stand({ wall: MORNING, isTrusted: true });
    await keeper.look();
    await clock.advance(minutes(5));
    expect(labels).toEqual([{ offset: 0, isTrusted: true }]);
    keeper.stop();
  });

  it('tells the queue at a start with a clock that lost its battery that it cannot be believed any more', async () => {
    const { keeper, labels } = stand({ wall: 0, isTrusted: false, clock: { offset: 0, isTrusted: true } });
    await keeper.look();
    expect(labels).toEqual([{ offset: 0, isTrusted: false }]);
    keeper.stop();
  });

  it('looks no more once it was stopped', async () => {
    const { clock, keeper, opened } = stand({ wall: MORNING, isTrusted: true });
    await keeper.look();
    keeper.stop();
    await clock.advance(2 * DAY);
    expect(opened).toEqual(['2026-05-04']);
    expect(clock.pending()).toBe(0);
  });
});
