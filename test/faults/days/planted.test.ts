import { afterEach, describe, expect, it, vi } from 'vitest';
import { minutes } from '../../../src/clock.ts';
import type { CounterDisplay } from '../../../src/devices/kinds.ts';
import { runDay } from './day.ts';
import { PRINTER_NOISE } from './mishaps.ts';
import { type NthEnd, nthOperations } from './nth.ts';
import { replayNth } from './replay.ts';
import { wrongOnceAt } from './sound-days.ts';

/** What is broken on purpose. */
const plant = vi.hoisted(() => ({ now: '' }));
afterEach(() => {
  plant.now = '';
});

/** The judge finds it on one of the days, all of which are right without it: not every day comes upon what it breaks. */
async function seen(
  day: Omit<Parameters<typeof runDay>[0], 'seed'>,
  seeds: readonly number[],
  what: string,
  sentence: RegExp,
): Promise<void> {
  for (const seed of seeds) {
    plant.now = '';
    expect(await wrongOnceAt({ ...day, seed })).toEqual([]);
    plant.now = what;
    if (sentence.test((await runDay({ ...day, seed })).wrong.join('\n'))) return;
  }
  expect.unreachable(`no day of seeds ${seeds.join(', ')} came upon ${what}`);
}

vi.mock(import('../../../src/queue/numbering.ts'), async (original) => {
  const right = await original();
  return {
    ...right,
    nextNumber(state, service) {
      const live = [...state.tickets.values()].find((ticket) => ticket.service === service.id);
      const isDue = plant.now === 'a number twice' && state.lastTicket % 10 === 9;
      const next = right.nextNumber(state, service);
      if (plant.now === 'numbers that go on' && next && next.number < state.lastTicket / 4) {
        const number = next.number + 100;
        return { number, label: right.labelOf(service.numbers, number) };
      }
      return isDue && live ? { number: live.number, label: live.label } : next;
    },
  };
});

// Without it the first broken rule would stop the branch, and the judge would have little to judge.
vi.mock(import('../../../src/queue/contradiction.ts'), async (original) => {
  const right = await original();
  const contradict = ((event, what) => {
    if (plant.now !== 'a number twice') right.contradict(event, what);
  }) as typeof right.contradict;
  return { ...right, contradict };
});

vi.mock(import('../../../src/branch/calendar.ts'), async (original) => {
  const right = await original();
  return {
    ...right,
    businessDayOf(wall, zone, startsAt) {
      const day = right.businessDayOf(wall, zone, startsAt);
      return plant.now === 'a day that never ends' ? { ...day, date: '2026-01-04' } : day;
    },
  };
});

vi.mock(import('../../../src/inputs/replies.ts'), async (original) => {
  const right = await original();
  return {
    ...right,
    screen(first, second) {
      const isSwallowed = plant.now === 'a number on no screen' && first.startsWith('NUMBER');
      return isSwallowed ? right.screen('THANK YOU', '') : right.screen(first, second);
    },
  };
});

type Show = CounterDisplay['show'];
/** What becomes of the faces of a sign that is broken on purpose: all of it is right again when the day is over. */
const FACES: Readonly<Record<string, (show: Show) => Show>> = {
  'a call that never blinks': (show) => (face) => show({ ...face, isBlinking: false }),
  'a number that goes on blinking': (show) => {
    let blinks = '';
    return (face) => {
      if (face.isBlinking) blinks = face.text;
      show({ ...face, isBlinking: face.text === blinks });
    };
  },
  'a number that its sign misses': (show) => (face) => {
    if (!face.text.endsWith('7')) show(face);
  },
};

vi.mock(import('../../../src/outputs/display-director.ts'), async (original) => {
  const right = await original();
  return {
    ...right,
    directDisplays(parts) {
      const wrong = [...parts.displays].map(([counter, display]) => {
        if (plant.now in FACES) return [counter, { show: FACES[plant.now]?.(display.show) ?? display.show }] as const;
        if (plant.now === 'a wrong number at the sixth counter' && counter !== 'counter6')
          return [counter, display] as const;
        const show: typeof display.show = ({ isBlinking }) => display.show({ text: 'Z000', isBlinking });
        return [counter, { show }] as const;
      });
      const isPlanted = plant.now.startsWith('a wrong number') || plant.now in FACES;
      return right.directDisplays(isPlanted ? { ...parts, displays: new Map(wrong) } : parts);
    },
  };
});

vi.mock(import('../../../src/outputs/print-spooler-slip.ts'), async (original) => {
  const right = await original();
  return {
    ...right,
    async bringToPaper(parts, job) {
      if (plant.now !== 'a slip never printed' || job.issued.ticket % 9 !== 0) await right.bringToPaper(parts, job);
    },
  };
});

vi.mock(import('../../../devices/printer-escpos/session-job.ts'), async (original) => {
  const right = await original();
  const isOut = (stage: string | undefined): boolean => stage === 'text' || stage === 'cut';
  return {
    ...right,
    deadlinePassed(step) {
      if (plant.now === 'an unanswered slip that counts as printed' && isOut(step.state.job?.stage))
        right.endJob(step, { kind: 'printed' });
      else right.deadlinePassed(step);
    },
    jobAfterRound(step) {
      const isAsked = step.state.job?.stage === 'asking-why';
      right.jobAfterRound(step);
      if (plant.now === 'a printer that is never freed' && isAsked) step.state = { ...step.state, freeings: 0 };
    },
  };
});

vi.mock(import('../../../src/branch/branch.ts'), async (original) => {
  const right = await original();
  return {
    ...right,
    openBranch(parts) {
      const branch = right.openBranch(parts);
      const submit = branch.submit.bind(branch);
      branch.submit = async (command) => {
        const before = branch.newest.lastTicket;
        const written = submit(command);
        const ticket = branch.newest.lastTicket;
        const label = branch.newest.tickets.get(ticket)?.label;
        const isEarly = plant.now === 'an answer before the commit' && ticket > before && label !== undefined;
        return isEarly ? { kind: 'issued', ticket, label, ahead: 0 } : written;
      };
      return branch;
    },
  };
});

vi.mock(import('../../../src/branch/health.ts'), async (original) => {
  const right = await original();
  return {
    ...right,
    healthEvents(before, after) {
      const events = right.healthEvents(before, after);
      return plant.now === 'a silent printer' ? events.filter(({ type }) => type !== 'condition-raised') : events;
    },
  };
});

vi.mock(import('../../../src/mqtt/record-lane.ts'), async (original) => {
  const right = await original();
  class Lane extends right.RecordLane {
    #again: ReturnType<typeof right.RecordLane.prototype.take> = null;

    override take() {
      const again = this.#again;
      this.#again = null;
      if (again) return again;
      const outgoing = super.take();
      if (plant.now === 'every event sent twice' && outgoing) this.#again = { message: outgoing.message, ended() {} };
      if (plant.now !== 'an event never sent' || !outgoing?.message.payload.includes('"sequence":"70"'))
        return outgoing;
      outgoing.ended({ kind: 'acknowledged', reason: 0 });
      return super.take();
    }
  }
  return { ...right, RecordLane: Lane };
});

describe('the judge of simulated days', { timeout: minutes(6) }, () => {
  it.each([
    ['a number twice', 10, /was issued while it was live/],
    ['a wrong number', 1, /the display of counter\d shows "Z000", the journal says/],
    [
      'a call that never blinks',
      1,
      /display\d shows "(?<label>[AB]\d{3})" until \d+ s, the journal says "\k<label>" blinking/,
    ],
    [
      'a number that goes on blinking',
      1,
      /display\d shows "(?<label>[AB]\d{3})" blinking until \d+ s, the journal says "\k<label>" since/,
    ],
    ['a number that its sign misses', 1, /display\d shows ".*" until \d+ s, the journal says "[AB]\d\d7"/],
    ['a slip never printed', 1, /ticket \d+: issued, print-started, released$/m],
    ['a silent printer', 10, /nobody reported (?:paper-out|cover-open|paper-near-end)/],
    ['every event sent twice', 1, /event 70 came again as message \d+ after \d+, and nothing was cut between/],
    ['an event never sent', 1, /event 71 reached the consumer after 69/],
  ])('sees %s in a program that was broken on purpose', async (what, mishaps, sentence) => {
    plant.now = what;
    const { wrong } = await runDay({ seed: 3, customers: 40, mishaps, openFor: minutes(100) });
    expect(wrong.join('\n')).toMatch(sentence);
  });

  it.each([
    ['numbers that go on', /was issued, but the turn is at [AB]00\d/],
    ['a day that never ends', /was issued in the business day 2026-01-04, but it is 2026-01-05/],
    ['a number on no screen', /was issued without a slip, and no screen told it/],
  ])('sees %s where the business day begins while people wait and the printer has trouble', async (what, sentence) => {
    const kind = { dayStartsAt: '09:50', whenPrinterNotReady: 'screen', counters: 2 } as const;
    await seen({ customers: 60, mishaps: 10, openFor: minutes(100), kind }, [10, 5, 6, 7, 8, 9], what, sentence);
  });

  it.each([
    [
      'an unanswered slip that counts as printed',
      /slips were printed in noise, but \d+ smudged ones came out|no slip came out/,
    ],
    ['a printer that is never freed', /print-unknown of [AB]\d{3}, though nothing was wrong with printer1/],
  ])('sees %s where there is noise on the cable of the printer', async (what, sentence) => {
    const day = { customers: 120, mishaps: 25, openFor: minutes(150), only: PRINTER_NOISE };
    await seen(day, [33, 31, 30, 32, 34, 35], what, sentence);
  });

  it('sees the sign of the sixth counter', async () => {
    const kind = { dayStartsAt: '09:30', whenPrinterNotReady: 'refuse', counters: 6 } as const;
    const day = { seed: 4, customers: 60, mishaps: 4, openFor: minutes(60), kind };
    expect((await runDay(day)).wrong).toEqual([]);
    plant.now = 'a wrong number at the sixth counter';
    const { wrong } = await runDay(day);
    expect(wrong).toContainEqual(expect.stringMatching(/the display of counter6 shows "Z000"/));
    expect(wrong.filter((sentence) => !/counter6|display6/.test(sentence))).toEqual([]);
  });

  it('sees an answer that was given before it was on disk', async () => {
    plant.now = 'an answer before the commit';
    const wrong: string[] = [];
    // One customer: whoever comes later would get the number that was lost.
    for (let n = 4; n < 30 && wrong.length === 0; n += 1) {
      const nth = { n, how: 'is unknown, lost' } as const;
      wrong.push(...(await runDay({ seed: 3, customers: 1, mishaps: 0, openFor: minutes(1), nth })).wrong);
    }
    expect(wrong.join('\n')).toMatch(/was told to somebody, but was not issued/);
  });

  it('sees the same again in the replay of a short day that went wrong', async () => {
    plant.now = 'a wrong number';
    const kept: NthEnd[] = [];
    for await (const end of nthOperations(3)) {
      if (end.wrong.length > 0) kept.push(end);
      if (kept.length > 0 || end.n > 12) break;
    }
    const [end] = kept;
    if (!end) throw new Error('no short day went wrong');
    const { exitCode, lines } = await replayNth(3, end);
    expect([exitCode, ...lines.slice(1)]).toEqual([1, ...end.wrong.map((sentence) => `  ${sentence}`)]);
  });

  it('finds nothing wrong on the same day when nothing is broken', async () => {
    expect(await wrongOnceAt({ seed: 3, customers: 40, mishaps: 10, openFor: minutes(100) })).toEqual([]);
  });
});
