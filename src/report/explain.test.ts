import { expect, test } from 'vitest';
import { draftOf } from '../journal/codec.ts';
import type { StoredRecord } from '../journal/store.ts';
import type { QueueEvent } from '../queue/events.ts';
import type { Rules } from '../queue/rules.ts';
import { ask, given, issued, later, MINUTE, opened, RULES, START, type Step } from '../queue/spec.ts';
import { explain, type Journal } from './explain.ts';
import { EXPLAIN_LANGUAGES, explainText } from './explain-texts.ts';

/** 2026-01-05 09:00 in Shanghai at the start of branch time. */
const OFFSET = Date.UTC(2026, 0, 5, 1) - START;

function journalOf(events: readonly QueueEvent[]): Journal {
  const records = events.map((event, n): StoredRecord => {
    const label = { offset: OFFSET, isTrusted: true };
    return { ...JSON.parse(JSON.stringify(draftOf(event, label))), seq: n + 1, hash: '' };
  });
  return { back: () => [...records].reverse(), from: (seq) => records.slice(seq - 1) };
}

const next = (counter: string): Step => ask({ type: 'call-next', counter });

/** Wealth waits while simple work is called; the condition of the profile ends it. */
const SCORED: Rules = {
  ...RULES,
  profiles: [
    ...RULES.profiles.filter(({ id }) => id !== 'quick'),
    {
      id: 'quick',
      kind: 'score',
      exponent: 1,
      cap: 60 * MINUTE,
      conditions: [{ id: 'wealth-late', measure: 'longest-wait', above: 10 * MINUTE, of: { services: ['wealth'] } }],
    },
  ],
  services: RULES.services.map((service) => (service.id === 'cash' ? { ...service, weight: 5 } : service)),
};

function told() {
  const { events } = given(
    ...opened(['1', '3'], SCORED),
    issued('cash'),
    later(MINUTE),
    issued('wealth'),
    later(MINUTE),
    issued('cash'),
    issued('account'),
    later(2 * MINUTE),
    next('3'),
    next('3'),
    next('1'),
    later(8 * MINUTE),
    next('3'),
    ask({ type: 'start', counter: '3' }),
    later(5 * MINUTE),
    ask({ type: 'finish', counter: '3' }),
  );
  return explain(journalOf(events), 'W001') ?? expect.fail('the ticket is not found');
}

test('a ticket is told who was called before it where it is served, who came later, by which rule and score', () => {
  const { before, calls, ahead, now } = told();
  expect(ahead).toBe(0);
  expect(before).toMatchObject([
    { label: 'C001', counter: '3', rule: 'score', isLater: false, score: 0.4, ownScore: 0.06 },
    { label: 'C002', counter: '3', rule: 'score', isLater: true, score: 0.2, ownScore: 0.06 },
  ]);
  expect(calls).toMatchObject([{ label: 'W001', rule: 'condition/wealth-late', passedOver: 1, waited: 11 * MINUTE }]);
  expect(now).toMatchObject({ status: 'finished', moment: { seq: expect.any(Number) } });
});

test('it is told in English and in Chinese as a lobby manager says it', () => {
  expect(explainText(told(), 'en', 'Asia/Shanghai').split('\n')).toEqual([
    'W001 (wealth, ordinary) came at 2026-01-05 09:01:00, with 0 ahead.',
    'Before it 2 were called at windows that serve it: 1 who came earlier, 1 who came later.',
    '  2026-01-05 09:04:00  C001  window 3 (quick)  came earlier  had the highest score  score 0.4, W001 had 0.06',
    '  2026-01-05 09:04:00  C002  window 3 (quick)  CAME LATER  had the highest score  score 0.2, W001 had 0.06',
    'W001 was called at 2026-01-05 09:12:00 to window 3 (quick) after 11 min 0 s: the condition "wealth-late" held; score 0.22; 1 who came later were called before it',
    'It was served to the end at 2026-01-05 09:17:00.',
  ]);
  expect(explainText(told(), 'zh-CN', 'Asia/Shanghai').split('\n')).toEqual([
    'W001（wealth，ordinary）于 2026-01-05 09:01:00 取号，前面有 0 人。',
    '在可办理该业务的窗口，先于它被呼叫的有 2 人：先到 1 人，后到 1 人。',
    '  2026-01-05 09:04:00  C001  3 号窗口（quick）  先到  得分最高  得分 0.4，W001 当时为 0.06',
    '  2026-01-05 09:04:00  C002  3 号窗口（quick）  后到  得分最高  得分 0.2，W001 当时为 0.06',
    'W001 于 2026-01-05 09:12:00 被呼叫到 3 号窗口（quick），等候 11 分 0 秒：条件“wealth-late”成立；得分 0.22；有 1 位后到者先于它被呼叫',
    '2026-01-05 09:17:00 办理完毕。',
  ]);
});

test('a ticket that waits is told so, and of two with one number it is the newest', () => {
  const day = (day: string): Step => ask({ type: 'open-day', day, instants: [], openingHash: 'hash' });
  const { events } = given(
    ...opened(['1']),
    issued('cash'),
    next('1'),
    ask({ type: 'finish', counter: '1' }),
    day('2026-03-03'),
    issued('cash'),
  );
  const told = explain(journalOf(events), 'C001') ?? expect.fail('the ticket is not found');
  expect([told.calls, told.now, told.ahead]).toEqual([[], { status: 'waiting', moment: null }, 0]);
  expect(EXPLAIN_LANGUAGES.map((language) => explainText(told, language).split('\n').at(-1))).toEqual([
    '仍在等候。',
    'It still waits.',
  ]);
  expect(explain(journalOf(events), 'C777')).toBeNull();
});

/** The last line about C001 after these steps at counter 1, English. */
function lastLine(...steps: readonly Step[]): string | undefined {
  const { events } = given(...opened(['1']), ...steps);
  const told = explain(journalOf(events), 'C001') ?? expect.fail('the ticket is not found');
  return explainText(told, 'en', 'Asia/Shanghai').split('\n').at(-1);
}

test('the last line says how a ticket stands, whatever led to it', () => {
  const park = ask({ type: 'park', counter: '1', pool: null, returnAfter: null });
  const missed = [issued('cash'), next('1'), ask({ type: 'no-show', counter: '1' })];
  const back = ask({ type: 'return-late', ticket: { label: 'C001' }, counter: null });
  const day = ask({ type: 'open-day', day: '2026-03-03', instants: [], openingHash: 'hash' });
  const slip = { ticket: 1, device: 'printer' };
  const lost = ask({ type: 'print-failed', ...slip, reason: 'paper-out' });
  const printed = (...steps: readonly Step[]) => [
    ask({ type: 'issue', service: 'cash', segment: 'ordinary', language: 'en', handover: 'paper' }),
    ask({ type: 'print-started', ...slip }),
    ...steps,
    lost,
  ];
  expect([
    lastLine(issued('cash'), next('1')),
    lastLine(issued('cash'), next('1'), ask({ type: 'start', counter: '1' })),
    lastLine(issued('cash'), next('1'), park),
    lastLine(issued('cash'), next('1'), park, day),
    lastLine(...missed),
    lastLine(...missed, ask({ type: 'undo', counter: '1' })),
    lastLine(...missed, issued('cash'), next('1'), back),
    lastLine(...printed()),
    lastLine(...printed(later(MINUTE), ask({ type: 'tick' }), next('1'))),
  ]).toEqual([
    'It is called.',
    'It is being served.',
    'It is parked.',
    'It expired at the end of its day at 2026-01-05 09:00:00.',
    'It did not come when called at 2026-01-05 09:00:00.',
    'It is called.',
    'It still waits.',
    'It was withdrawn: the slip was not printed at 2026-01-05 09:00:00.',
    'It is called.',
  ]);
});

test('every rule has words in both languages', () => {
  const rules = [
    ...['cap', 'pass-over', 'longest-wait', 'score', 'request', 'condition/x', 'cycle/x', 'cycle/rest'],
    ...['pool/counter', 'pool/teller', 'pool/step'],
    ...['simple-first/simple', 'simple-first/freed', 'complex-first/complex', 'complex-first/freed'],
  ];
  const [call] = told().calls;
  if (!call) return expect.unreachable();
  for (const language of EXPLAIN_LANGUAGES) {
    const words = rules.map((rule) => explainText({ ...told(), calls: [{ ...call, rule }] }, language));
    for (const [n, text] of words.entries()) {
      expect(text).not.toContain(`: ${rules[n]}`);
      expect(text).not.toContain(`：${rules[n]}`);
    }
    expect(new Set(words).size).toBe(rules.length);
  }
});
