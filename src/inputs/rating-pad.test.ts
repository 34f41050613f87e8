import { describe, expect, test } from 'vitest';
import { fakeBranch } from '../branch/port.fake.ts';
import { fakeClock } from '../clock.fake.ts';
import type { ButtonPanel, Keypad, KeypadKey, LampState, PadScreen, Press } from '../devices/kinds.ts';
import { silentLog } from '../devices/log.ts';
import type { Command } from '../queue/commands.ts';
import { decide } from '../queue/decide.ts';
import type { EventOf } from '../queue/events.ts';
import { evolve } from '../queue/evolve.ts';
import { VISITS } from '../queue/spec-visit.fake.ts';
import { keypadMarks, panelMarks, type RatingPad, runRatingPad } from './rating-pad.ts';

/** A branch that decides, with a clock that both of them live by. */
function branchWithRating(scale = 5) {
  const clock = fakeClock();
  const branch = fakeBranch();
  if (!branch.committed.rules) return expect.unreachable();
  const rating = { within: 60_000, scale, correctWithin: 10_000 };
  branch.committed.rules = { ...branch.committed.rules, rating, visit: VISITS };
  const marks: EventOf<'rated'>[] = [];
  const start = branch.time - clock.monotonic();
  const now = () => start + clock.monotonic();
  branch.reply = (command) => {
    branch.time = now();
    const decision = decide(branch.committed, command, branch.time);
    if (decision.kind === 'repeated') return decision.answer;
    for (const event of decision.events) {
      evolve(branch.committed, event);
      if (event.type === 'rated') marks.push(event);
    }
    branch.commit(...decision.events);
    return decision.answer;
  };
  const ask = (wish: Partial<Command>) => branch.submit({ ...wish, id: null, actor: { kind: 'daemon' } } as Command);
  return {
    clock,
    branch,
    marks,
    async serve(language = 'en') {
      await ask({ type: 'issue', service: 'account', segment: 'ordinary', language, handover: 'screen' });
      await ask({ type: 'call-next', counter: 'c1' });
      await ask({ type: 'finish', counter: 'c1' });
    },
    ask,
    async wait(time: number) {
      branch.time = now() + time;
      await clock.advance(time);
    },
  };
}

function padStand(scale?: number) {
  const stand = branchWithRating(scale);
  const acknowledged: string[] = [];
  let lines: PadScreen = { line1: '?', line2: '?' };
  let painted = 0;
  let listener: (press: Press<KeypadKey>) => void = () => {};
  const keypad: Keypad = {
    onPress: (given) => {
      listener = given;
    },
    show: (screen) => {
      painted += 1;
      lines = screen;
    },
  };
  run(stand, keypadMarks(keypad));
  let sequence = 0;
  return {
    ...stand,
    acknowledged,
    text: () => [lines.line1, lines.line2],
    painted: () => painted,
    async press(key: KeypadKey, extra: Partial<Press<KeypadKey>> = {}) {
      sequence += 1;
      const id = `N-${sequence}`;
      listener({ key, id, acknowledge: () => void acknowledged.push(extra.id ?? id), ...extra });
      await stand.clock.advance(0);
    },
  };
}

function run(
  { branch, clock }: ReturnType<typeof branchWithRating>,
  pad: RatingPad,
  languages: readonly string[] | null = null,
): void {
  const about = { device: 'marks1', counter: 'c1', languages: () => languages };
  runRatingPad({ branch, clock, branchClock: clock, log: silentLog, pad, ...about });
}

const ASKS = ['HOW WAS SERVICE?', '1=POOR 5=BEST'];
const DARK = ['', ''];

describe('the keypad in front of the customer', () => {
  test('asks when a service has ended, thanks for the mark, and is dark again', async () => {
    const stand = padStand();
    expect(stand.text()).toEqual(DARK);
    await stand.serve();
    expect(stand.text()).toEqual(ASKS);
    await stand.press('4');
    expect(stand.text()).toEqual(['THANK YOU', '']);
    expect(stand.marks).toMatchObject([
      { score: 4, counter: 'c1', label: 'A001', actor: { kind: 'rating-pad', device: 'marks1' } },
    ]);
    expect(stand.acknowledged).toEqual(['N-1']);
    await stand.wait(4_000);
    expect(stand.text()).toEqual(DARK);
  });

  test('is dark when the time for a mark is over', async () => {
    const stand = padStand();
    await stand.serve();
    await stand.wait(60_000);
    expect(stand.text()).toEqual(ASKS);
    await stand.wait(1);
    expect(stand.text()).toEqual(DARK);
    await stand.press('5');
    expect(stand.text()).toEqual(['TOO LATE, SORRY', '']);
  });

  test('does a mark that is sent again once, and answers it the same', async () => {
    const stand = padStand();
    await stand.serve();
    await stand.press('4', { id: 'once' });
    await stand.press('4', { id: 'once' });
    expect(stand.marks).toHaveLength(1);
    expect(stand.text()).toEqual(['THANK YOU', '']);
    expect(stand.acknowledged).toEqual(['once', 'once']);
  });

  test('does not give the mark of one customer to the next, nor one from long ago', async () => {
    const stand = padStand();
    await stand.serve();
    await stand.wait(5_000);
    await stand.serve();
    await stand.press('1', { ageMs: 2_000 });
    await stand.wait(20_000);
    await stand.press('1', { ageMs: 11_000 });
    expect([stand.marks, stand.acknowledged]).toEqual([[], ['N-1', 'N-2']]);
  });

  test('takes no other key, and the nought for ten where the scale goes so far', async () => {
    const stand = padStand(10);
    await stand.serve();
    expect(stand.text()[1]).toBe('1=POOR 0=BEST');
    for (const key of ['next', 'finish', 'undo', 'enter'] as const) await stand.press(key);
    expect(stand.branch.commands.map(({ type }) => type)).toEqual(['issue', 'call-next', 'finish']);
    await stand.press('0');
    expect(stand.marks.map(({ score }) => score)).toEqual([10]);
    expect(stand.acknowledged).toHaveLength(5);
  });

  test('is dark from the start of the next service on', async () => {
    const stand = padStand();
    await stand.serve();
    await stand.ask({ type: 'issue', service: 'cash', segment: 'ordinary', language: 'en', handover: 'screen' });
    await stand.ask({ type: 'call-next', counter: 'c1' });
    expect(stand.text()).toEqual(ASKS);
    await stand.ask({ type: 'start', counter: 'c1' });
    expect(stand.text()).toEqual(DARK);
  });

  test('asks about the first service while the same customer goes on at the window with the next one', async () => {
    const stand = padStand();
    const both = { type: 'issue', service: 'account', more: ['cash'], segment: 'ordinary' } as const;
    await stand.ask({ ...both, language: 'en', handover: 'screen' });
    await stand.ask({ type: 'call-next', counter: 'c1' });
    await stand.ask({ type: 'start', counter: 'c1' });
    expect(stand.text()).toEqual(DARK);
    await stand.ask({ type: 'finish', counter: 'c1' });
    expect(stand.branch.committed.counters.get('c1')?.ticket).not.toBeNull();
    expect(stand.text()).toEqual(ASKS);
    await stand.press('4');
    expect(stand.marks).toMatchObject([{ score: 4, service: 'account', part: 0 }]);
    await stand.wait(4_000);
    expect(stand.text()).toEqual(DARK);
    await stand.ask({ type: 'finish', counter: 'c1' });
    expect(stand.text()).toEqual(ASKS);
    await stand.press('5', { ageMs: 1_000 });
    await stand.press('3');
    expect(stand.marks.map(({ score, service }) => `${service} ${score}`)).toEqual(['account 4', 'cash 3']);
  });

  test('is dark once the visit that it asks about is kept no longer', async () => {
    const stand = padStand();
    await stand.serve();
    await stand.wait(30_001);
    for (let count = 0; count < 10; count += 1) {
      expect(stand.text()).toEqual(ASKS);
      await stand.ask({ type: 'issue', service: 'wealth', segment: 'ordinary', language: 'en', handover: 'screen' });
      await stand.ask({ type: 'call-next', counter: 'c2' });
      await stand.ask({ type: 'finish', counter: 'c2' });
    }
    expect(stand.text()).toEqual(DARK);
  });

  test('is not painted anew by what happens at other counters', async () => {
    const stand = padStand();
    await stand.serve();
    const other = () =>
      stand.ask({ type: 'issue', service: 'wealth', segment: 'ordinary', language: 'en', handover: 'screen' });
    await other();
    const before = stand.painted();
    await other();
    await stand.ask({ type: 'call-next', counter: 'c2' });
    await stand.ask({ type: 'finish', counter: 'c2' });
    expect(stand.painted()).toBe(before);
  });
});

test('buttons in front of the customer are marks, and lit while one may be given', async () => {
  const stand = branchWithRating();
  let lamps: readonly LampState[] = [];
  let listener: (press: Press<number>) => void = () => {};
  const panel = {
    onPress: (given: typeof listener) => {
      listener = given;
    },
    showLamps: (shown: readonly LampState[]) => {
      lamps = shown;
    },
    showText: () => {},
  };
  run(
    stand,
    panelMarks(panel, () => 5),
  );
  expect(new Set(lamps)).toEqual(new Set(['off']));
  await stand.serve();
  expect(lamps).toEqual(['on', 'on', 'on', 'on', 'on']);
  listener({ key: 2, id: 'b-1', acknowledge: () => {} });
  await stand.wait(4_000);
  expect(stand.marks.map(({ score }) => score)).toEqual([2]);
  expect(new Set(lamps)).toEqual(new Set(['off']));
});

test('a panel that shows Hanzi asks and thanks in the language of the customer', async () => {
  const stand = branchWithRating();
  let listener: (press: Press<number>) => void = () => {};
  const shown: string[] = [];
  const panel: ButtonPanel = {
    onPress: (given) => {
      listener = given;
    },
    showLamps: () => {},
    showText: ({ line1, line2 }) => void shown.push(`${line1} / ${line2}`),
  };
  run(
    stand,
    panelMarks(panel, () => 5),
    ['zh-CN', 'en'],
  );
  await stand.serve('zh-CN');
  expect(shown.at(-1)).toBe('请为服务评分 / 1=最差  5=最好');
  listener({ key: 9, id: 'b-1', acknowledge: () => {} });
  await stand.wait(100);
  expect(shown.at(-1)).toBe('请评 1-5分 / ');
  listener({ key: 5, id: 'b-2', acknowledge: () => {} });
  await stand.wait(100);
  expect(shown.at(-1)).toBe('谢谢 / ');
  await stand.wait(4_000);
  await stand.serve('en');
  expect(shown.at(-1)).toBe('HOW WAS SERVICE? / 1=POOR 5=BEST');
});
