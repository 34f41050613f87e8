import { describe, expect, it } from 'vitest';
import { cellsOf, hanziText, notInFont } from '../devices/hanzi.ts';
import type { PadScreen } from '../devices/kinds.ts';
import { fixedText } from '../devices/line-protocol/frame.ts';
import { LobbydError } from '../errors.ts';
import type { Estimate } from '../queue/estimate.ts';
import { isAboutMachines } from '../queue/refusals-guidance.ts';
import { isAboutHours } from '../queue/refusals-hours.ts';
import type { EstimateRules } from '../queue/rules.ts';
import { type KioskTexts, WIDTH } from './kiosk-texts.ts';
import { ENGLISH } from './kiosk-texts-en.ts';
import { CHINESE } from './kiosk-texts-zh.ts';
import { REFUSALS } from './refusals.fake.ts';

const MINUTE = 60_000;
/** Thursday, 31 December 2026, 08:05 in Shanghai. */
const NOW = Date.UTC(2026, 11, 31, 0, 5);
const DAY = 24 * 60 * MINUTE;
const OPENS = [NOW, NOW + DAY, NOW + 5 * DAY, NOW + 12 * DAY];
/** The longest label, and those of the other lengths: a Hanzi after it begins at another cell. */
const LABELS = ['A0123', 'A012', 'A01'];
const WINDOWS = [1, 12, 999];
const shown = { soonUnder: 2 * MINUTE, atMost: 999 * MINUTE };
const SHOWN = { estimates: { shown } as EstimateRules };
const WAITS: readonly (Estimate | undefined)[] = [
  undefined,
  { p10: 0, p50: 0, p90: MINUTE },
  { p10: MINUTE, p50: MINUTE, p90: 3 * MINUTE },
  { p10: 8 * MINUTE, p50: 9 * MINUTE, p90: 25 * MINUTE },
  { p10: 100 * MINUTE, p50: 110 * MINUTE, p90: 250 * MINUTE },
  { p10: 800 * MINUTE, p50: 900 * MINUTE, p90: 2_000 * MINUTE },
];
const MACHINES = {
  machines: [
    { id: 'm1', names: { 'zh-CN': '智能柜台', en: 'Machine 1' }, services: [], queueBelow: 1 },
    {
      id: 'm2',
      names: { 'zh-CN': '大堂东侧的第十二号智能柜台', en: 'The twelfth machine in the hall' },
      services: [],
      queueBelow: 1,
    },
    { id: 'm3', names: { 'zh-CN': '龘龘', ja: '機械' }, services: [], queueBelow: 1 },
  ],
};
const FORMS = [
  '身份证',
  'ID CARD',
  '五万元以上请出示身份证',
  '个人转账凭证（请先填写）',
  'ACCOUNT APPLICATION (PLEASE FILL IN)',
];
const FORM = '很长'.repeat(30);
const refusals = Object.values(REFUSALS);
const faults = (['journal/busy', 'journal/disk-full', 'journal/unknown', 'branch/broken'] as const).map((code) => ({
  kind: 'fault' as const,
  fault: new LobbydError({ code, what: 'it went wrong', where: 'here', next: 'mend it' }),
}));

/** Each thing that is said, about whatever makes it longest: the compiler sees to it that none is left out. */
const SAID: {
  readonly [K in Exclude<keyof KioskTexts, 'ofBank' | 'lines'>]: (texts: KioskTexts) => readonly PadScreen[];
} = {
  welcome: (t) => [t.welcome],
  noTickets: (t) => [t.noTickets],
  lockedOut: (t) => [t.lockedOut],
  chooseService: (t) => [t.chooseService],
  oneAtATime: (t) => [t.oneAtATime],
  oneMoment: (t) => [t.oneMoment],
  thanks: (t) => [t.thanks],
  cardRead: (t) => [t.cardRead],
  cardNotRead: (t) => [t.cardNotRead],
  cardSpent: (t) => [t.cardSpent],
  codeNotKnown: (t) => [t.codeNotKnown],
  slipOfAnotherDay: (t) => [t.slipOfAnotherDay],
  papersAsked: (t) => [t.papersAsked],
  papersReady: (t) => [t.papersReady],
  nothingAsked: (t) => [t.nothingAsked],
  rate: (t) => [2, 5, 10].map(t.rate),
  trouble: (t) => (['paper-out', 'cover-open', 'fault', 'gone'] as const).map(t.trouble),
  number: (t) =>
    LABELS.flatMap((label) =>
      [0, 1, 12, 123, 99_999].flatMap((ahead) =>
        WAITS.flatMap((estimate) => {
          const answer = { kind: 'issued' as const, ticket: 1, label, ahead, ...(estimate ? { estimate } : {}) };
          const visit = { of: 3, done: 0 } as unknown as NonNullable<Parameters<KioskTexts['number']>[0]['visit']>;
          return [t.number(answer, SHOWN), t.number(answer, null), t.number({ ...answer, visit }, SHOWN)];
        }),
      ),
    ),
  notPrinted: (t) => LABELS.map(t.notPrinted),
  perhapsPrinted: (t) => LABELS.map(t.perhapsPrinted),
  chosen: (t) => [1, 12].map(t.chosen),
  haveReady: (t) =>
    [...FORMS, FORM].filter((form) => t.ofBank({ 'zh-CN': form }) !== null).map((form) => t.haveReady(1, 12, form)),
  isOver: (t) => LABELS.map(t.isOver),
  waits: (t) => LABELS.map(t.waits),
  toWindow: (t) => LABELS.flatMap((label) => WINDOWS.map((window) => t.toWindow(label, window))),
  tooEarly: (t) => [1, 99 * MINUTE, 100 * MINUTE, 30 * DAY].map(t.tooEarly),
  hours: (t) =>
    refusals.filter(isAboutHours).flatMap((refusal) => {
      const all = [null, ...OPENS].map((opens) => ('opens' in refusal ? { ...refusal, opens } : refusal));
      const late = refusal.code === 'confirm-needed' ? [{ ...refusal, reason: 'closing' as const }] : [];
      const full = refusal.code === 'capacity-reached' ? [{ ...refusal, of: 'service' as const }] : [];
      return [...all, ...late, ...full].map((each) => t.hours(each, { zone: 'Asia/Shanghai', now: NOW }));
    }),
  machine: (t) =>
    refusals
      .filter(isAboutMachines)
      .flatMap((refusal) =>
        [...MACHINES.machines.map(({ id }) => id), 'a-machine-with-a-long-name'].flatMap((machine) =>
          [true, false].map((hasYes) => t.machine({ ...refusal, machine }, MACHINES, hasYes)),
        ),
      ),
  toMachine: (t) =>
    [...MACHINES.machines.map(({ id }) => id), 'a-machine-with-a-long-name'].map((id) => t.toMachine(id, MACHINES)),
  refusal: (t) => refusals.flatMap((refusal) => [t.refusal(refusal, null), t.refusal(refusal, null, true)]),
  fault: (t) => faults.map(t.fault),
};

const linesOf = (screens: readonly PadScreen[]): readonly string[] =>
  screens.flatMap(({ line1, line2 }) => [line1, line2]);

describe.each(Object.entries(SAID))('what a kiosk says, %s', (_name, said) => {
  it('fits twenty cells a line in Chinese, in characters that the font has', () => {
    const lines = linesOf(said(CHINESE));
    expect(lines.filter((line) => cellsOf(line) > WIDTH)).toEqual([]);
    expect(lines.filter((line) => notInFont(line) !== null || hanziText(line, WIDTH).includes('?'))).toEqual([]);
    expect(said(CHINESE).filter(({ line1 }) => line1 === '')).toEqual([]);
  });

  it('fits twenty letters a line in English, in ASCII', () => {
    const lines = linesOf(said(ENGLISH));
    expect(lines.filter((line) => fixedText(line, WIDTH).trimEnd() !== line.trimEnd())).toEqual([]);
    expect(said(ENGLISH).filter(({ line1 }) => line1 === '')).toEqual([]);
  });
});

it('has no blank before a Hanzi but after a label or another part: numbers are as wide as Hanzi', () => {
  const estimate = { p10: 8 * MINUTE, p50: 9 * MINUTE, p90: 25 * MINUTE };
  const screens = [
    CHINESE.number({ kind: 'issued', ticket: 1, label: 'A012', ahead: 7, estimate }, SHOWN),
    CHINESE.toWindow('A012', 3),
    CHINESE.chosen(2),
    { ...CHINESE.rate(5), line1: CHINESE.rate(5).line2, line2: '' },
    CHINESE.tooEarly(5 * MINUTE),
    CHINESE.hours(
      { code: 'branch-closed', service: 'cash', opens: OPENS[3] ?? 0 },
      { zone: 'Asia/Shanghai', now: NOW },
    ),
  ];
  const shown = (line: string): string =>
    new TextDecoder('gb2312').decode(Buffer.from(hanziText(line, WIDTH), 'latin1')).trimEnd();
  expect(screens.map(({ line1, line2 }) => `${shown(line1)}/${shown(line2)}`)).toEqual([
    '号码 A012/前面 7人  约8-25分',
    'A012  请到 3号窗口/请前往办理',
    '已选 2项/再按同一键完成',
    '1=最差  5=最好/',
    '未到预约时间/请 5分钟后再来',
    '今日营业已结束/ 1月12日  开始办理',
  ]);
});

it.each([
  ['hall-shut', '现在未营业'],
  ['numbers-exhausted', '号码已发完'],
  ['services-limit', '最多选 3项业务'],
  ['return-too-late', 'A0123 过号太久'],
  ['unknown-appointment', '没有此预约'],
  ['already-rated', '您已评价'],
  ['branch-break', '现在休息'],
  // What only staff may be refused has no words of its own.
  ['counter-busy', '现在无法办理'],
] as const)('tells a customer of %s: %s', (code, text) => {
  expect(CHINESE.refusal(REFUSALS[code], null).line1).toBe(text);
});

it('is in Hanzi whatever is refused: no customer of a Chinese branch reads English', () => {
  const said = [...SAID.refusal(CHINESE), ...SAID.hours(CHINESE), ...SAID.machine(CHINESE)];
  expect(said.filter(({ line1, line2 }) => !/\p{Script=Han}/u.test(line1 + line2))).toEqual([]);
});

describe('words of the bank', () => {
  it.each([
    [{ 'zh-CN': '身份证', en: 'ID card' }, '身份证', 'ID CARD'],
    [{ en: 'Form 12' }, 'Form 12', 'FORM 12'],
    [{ 'zh-CN': '存款凭条' }, '存款凭条', null],
    [{ ja: '証明書', en: 'Passport' }, 'Passport', 'PASSPORT'],
    [{ 'zh-Hans': '护照', en: 'Passport' }, '护照', 'PASSPORT'],
  ])('%o are %s in Chinese, %s in English', (texts, chinese, english) => {
    expect([CHINESE.ofBank(texts), ENGLISH.ofBank(texts)]).toEqual([chinese, english]);
  });

  it.each([
    ['身份证', '请备齐 2/3', '身份证'],
    ['五万元以上请出示身份证', '2/3 五万元以上', '请出示身份证'],
    ['个人转账凭证（请先填写）', '2/3 个人转账凭证', '（请先填写）'],
  ])('tell of %s under a heading, or on both lines', (form, line1, line2) => {
    expect(CHINESE.haveReady(2, 3, form)).toEqual({ line1, line2 });
  });

  it('have their words whole in English', () => {
    expect(ENGLISH.haveReady(2, 3, 'ID DOCUMENT')).toEqual({ line1: 'HAVE READY 2/3', line2: 'ID DOCUMENT' });
    expect(ENGLISH.haveReady(2, 3, 'TAX RESIDENCY DECLARATION')).toEqual({
      line1: '2/3 TAX RESIDENCY',
      line2: 'DECLARATION',
    });
    expect(ENGLISH.haveReady(1, 3, 'ACCOUNT APPLICATION (PLEASE FILL IN)')).toEqual({
      line1: 'HAVE READY 1/3',
      line2: 'ACCOUNT APPLICATION',
    });
  });
});

it('says of whom the numbers of the day are given out: of one service, or of the branch', () => {
  const said = (['service', 'branch'] as const).map(
    (of) =>
      CHINESE.hours({ code: 'capacity-reached', service: 'cash', of, limit: 9 }, { zone: 'Asia/Shanghai', now: NOW })
        .line1,
  );
  expect(said).toEqual(['该业务今日号码已发完', '今日号码已发完']);
});
