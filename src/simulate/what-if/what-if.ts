import type { EventOf, QueueEvent } from '../../queue/events.ts';
import type { Instant, Rules, TicketId } from '../../queue/rules.ts';
import { counterNames, type NamesById } from '../../views/counter-names.ts';
import { figuresOf } from '../figures.ts';
import { resultOf } from '../result.ts';
import type { SimulationResult } from '../result-schema.ts';
import type { Comparison, Scenario } from '../scenario.ts';
import { type Change, changedRules, NO_CHANGE } from './change.ts';
import { type Limits, limitsOf } from './limits.ts';
import { type Came, cameOn, recordOf } from './record-of.ts';
import { replayDay } from './replay.ts';
import { type Tape, tapeOf } from './tape.ts';
import type { WhatIfResult } from './what-if-schema.ts';

/** A recorded business day. */
export interface RecordedDay {
  /** Its opening first. */
  readonly events: readonly [EventOf<'day-opened'>, ...QueueEvent[]];
  /** When the next day begins, or the record ends. */
  readonly horizon: Instant;
  /** Branch time of its midnight, or what would have been: as far before noon as the clock in the hall says. */
  readonly midnight: Instant;
}

/** What things are called, by language tag; ids stand where nothing is said. */
export interface DayNames {
  /** Null: nobody says. */
  readonly branch: { readonly names: Readonly<Record<string, string>> } | null;
  readonly services: NamesById;
  readonly segments: NamesById;
}

const NO_NAMES: DayNames = { branch: null, services: {}, segments: {} };

/** What happened, what would have, and what is not known of it. */
export interface WhatIf {
  readonly day: string;
  readonly change: Change;
  readonly limits: Limits;
  /** As a simulation tells it: two sets of rules, one day. */
  readonly told: SimulationResult;
}

/**
 * Plays a recorded day again with something otherwise, beside what happened.
 *
 * @param rules in force on that day
 */
export function whatIf(day: RecordedDay, change: Change, rules: Rules, names: DayNames = NO_NAMES): WhatIf {
  const tape = tapeOf(day.events, day.horizon);
  const asItWas = replayDay(tape, NO_CHANGE);
  const replay = replayDay(tape, change);
  const { day: date } = day.events[0];
  const came = cameOn(day.events, day.midnight);
  const counters = countersOf(rules, change);
  const compare = [
    { id: 'happened', names: HAPPENED, rules, instants: [] },
    { id: 'what-if', names: namesOf(change, counters), rules: changedRules(rules, change), instants: [] },
  ] as const;
  const scenario = scenarioOf(date ?? '', came, compare, day, { ...names, counters });
  const heard = [
    { events: day.events, recorded: (ticket: TicketId) => ticket },
    { events: replay.events, recorded: replay.recorded },
  ];
  const played = compare.map((comparison, index) => {
    const { events = [], recorded = same } = heard[index] ?? {};
    const all = { scenario, rules: comparison.rules, opening: tape.opening.opening, events, came, recorded };
    const record = recordOf({ ...all, midnight: day.midnight, ends: lastOf(events, tape) });
    return { comparison, days: [figuresOf(scenario, comparison.rules, record)] };
  });
  return { day: date ?? '', change, limits: limitsOf(tape, replay, asItWas), told: resultOf(scenario, played) };
}

/** As `--json` writes it. */
export function whatIfJson({ day, change, limits, told }: WhatIf): WhatIfResult {
  const { profile, extras, gone } = change;
  return {
    version: 1,
    day,
    profile,
    counters: extras.map(({ id, like }) => ({ counter: id, like })),
    gone: [...gone],
    limits: { ...limits, imputedShare: limits.tickets === 0 ? 0 : limits.imputed / limits.tickets },
    rules: told.rules,
  };
}

const HAPPENED = { en: 'what happened', 'zh-CN': '实际情况' };
const same = (ticket: TicketId): TicketId => ticket;

/** What counters are called; a copy by the one that it is like. */
function countersOf({ counters }: Rules, { extras }: Change): NamesById {
  const names = counterNames(counters);
  const copies = extras.map(({ id, like }) => {
    const number = id.slice(like.length);
    return [id, Object.fromEntries(Object.entries(names[like] ?? {}).map(([tag, name]) => [tag, `${name} ${number}`]))];
  });
  return { ...names, ...Object.fromEntries(copies) };
}

function namesOf({ profile, extras, gone }: Change, counters: NamesById): Readonly<Record<string, string>> {
  const [more, less] = [extras.length, gone.length];
  const without = (tag: 'en' | 'zh-CN'): readonly string[] => gone.map((id) => counters[id]?.[tag] ?? id);
  const en = [
    ...(profile === null ? [] : [profile]),
    ...(more === 0 ? [] : [more === 1 ? 'one counter more' : `${more} counters more`]),
    ...(less === 0 ? [] : [`without ${without('en').join(' and ')}`]),
  ];
  const zh = [
    ...(profile === null ? [] : [profile]),
    ...(more === 0 ? [] : [`多开${more}个窗口`]),
    ...(less === 0 ? [] : [`不开${without('zh-CN').join('、')}`]),
  ];
  return { en: en.length === 0 ? 'played again' : en.join(', '), 'zh-CN': zh.length === 0 ? '重放' : zh.join('，') };
}

/** When something happened to a customer last. */
function lastOf(events: readonly QueueEvent[], { opening }: Tape): Instant {
  return events.findLast((event) => 'ticket' in event)?.at ?? opening.at;
}

const STEP = 15 * 60_000;

function titleOf(date: string, branch: DayNames['branch']): Readonly<Record<string, string>> {
  const [en, zh] = [`The day ${date}, played again`, `${date}，重放`];
  const named = (language: string): string | undefined =>
    branch?.names[language] ?? Object.values(branch?.names ?? {})[0];
  return branch ? { en: `${named('en')}: ${en}`, 'zh-CN': `${named('zh-CN')}：${zh}` } : { en, 'zh-CN': zh };
}

/** The day as figures ask for it: nothing of it is drawn by chance. */
function scenarioOf(
  date: string,
  { customers }: Came,
  compare: readonly Comparison[],
  day: RecordedDay,
  { branch, services, segments, counters }: DayNames & { readonly counters: NamesById },
): Scenario {
  const { services: known = [], segments: told = [] } = compare[0]?.rules ?? {};
  const place = (list: readonly { readonly id: string }[], id: string): number =>
    list.findIndex((each) => each.id === id);
  // In the order of the rules, as in other tables, whoever came first.
  const kinds = [...customers]
    .sort(
      (a, b) => place(known, a.service) - place(known, b.service) || place(told, a.segment) - place(told, b.segment),
    )
    .map(({ service, segment }) => ({ service, segment, share: 1, more: [] }));
  const opens = day.events[0].instants.find(({ what }) => what === 'opens')?.at ?? Number.POSITIVE_INFINITY;
  const begins = Math.min(opens - day.midnight, customers[0]?.at ?? day.events[0].at - day.midnight);
  return {
    ...{ file: '', sources: [], seed: 0, replications: 1, date, acceptsMachine: 0 },
    ...{ serviceNames: services, segmentNames: segments, counterNames: counters },
    names: titleOf(date, branch),
    about: {
      en: 'What happened on this day, and what would have happened otherwise, for the same customers at the same moments.',
      'zh-CN': '当天的实际情况，与同样的客户在同样的时刻到来、但规则或窗口不同时的情况对照。',
    },
    arrivals: kinds.length === 0 ? [] : [{ of: kinds, appointment: null, when: { kind: 'people', people: [] } }],
    timesOf: () => [],
    patienceOf: () => null,
    tellers: { comes: 0, between: 0, looksFor: 0 },
    staff: new Map(),
    pace: new Map(),
    returns: null,
    machineHours: new Map(),
    compare,
    steady: null,
    step: STEP,
    begins: Math.floor(begins / STEP) * STEP,
  };
}
