/** Nothing that the hall sees or hears says who is rich or ill: two tickets that differ in segment and needs alone look alike. */
import { describe, expect, it } from 'vitest';
import type { LiveBranch } from '../branch/branch.ts';
import { fakeClock } from '../clock.fake.ts';
import { seconds } from '../clock.ts';
import { loadConfig } from '../config/load.ts';
import { rulesOf } from '../config/rules.ts';
import { alwaysOpen, example, memoryFiles, testCatalogue } from '../config/spec.ts';
import type { KioskParts } from '../inputs/kiosk.ts';
import { answering } from '../inputs/kiosk-face.ts';
import { ENGLISH } from '../inputs/kiosk-texts-en.ts';
import { CHINESE } from '../inputs/kiosk-texts-zh.ts';
import type { StoredRecord } from '../journal/store.ts';
import { publicEvent } from '../mqtt/events-public.ts';
import { thingsOf } from '../mqtt/state-views.ts';
import { topicNames } from '../mqtt/topic-names.ts';
import { directDisplays } from '../outputs/display-director.ts';
import type { Need } from '../queue/care.ts';
import type { EventOf, QueueEvent } from '../queue/events.ts';
import { and, ask, type Given, given, opened } from '../queue/spec.ts';
import { guidanceOf } from './advice.ts';
import { slipOf } from './slips.ts';

// Without opening hours: the tests have a day without instants.
const texts = {
  'config/branch.example.yaml': alwaysOpen(example('branch.example.yaml')),
  'config/bank-standard.yaml': example('bank-standard.yaml'),
};
const loaded = loadConfig('config/branch.example.yaml', testCatalogue, memoryFiles(texts));
const whole = loaded.kind === 'ok' ? loaded.config : expect.unreachable();
/** What the bank has to say to some stands on their own slips, which nobody else holds: it is left out here alone. */
const config = { ...whole, messages: whole.messages.filter(({ segments }) => segments === null) };
const rules = { ...rulesOf(config), callableAfter: 0 };
const SEGMENTS = rules.segments.map(({ id }) => id);
const NEEDS: readonly (readonly Need[])[] = [[], ['flash', 'pager'], ['large-type']];
/** Topics that docs/mqtt.md gives to screens and voices. */
const HALL = /^(?:board|hall|queue\/.*|guidance\/.*)$/;

/** A window that calls everybody who comes for a service. */
function windowFor(service: string): string {
  const counter = rules.counters.find(({ services, own }) => services.includes(service) && !own);
  return counter?.id ?? expect.unreachable();
}

/** All topics of a branch, or those of the hall. */
function topicsOf({ state, now }: Given, names = HALL): Readonly<Record<string, unknown>> {
  const things = thingsOf({
    branch: { committed: state, now: () => now, wallOf: () => null },
    devices: () => [],
    deviceAlerts: () => [],
    standards: () => null,
    guidance: (id) => guidanceOf(whole, id),
    zone: () => 'Asia/Shanghai',
    shownHead: () => ({ seq: 0, hash: '' }),
  });
  return Object.fromEntries(things.flatMap(({ name, paint }) => (names.test(name) ? [[name, paint()]] : [])));
}

/** What stands on the sign of a window. */
function signOf({ state, now }: Given, counter: string): string {
  let text = '';
  const branch = { committed: state, now: () => now, onCommitted: () => () => {} } as unknown as LiveBranch;
  const show = (face: { readonly text: string }): void => {
    text = face.text;
  };
  const { texts: words } = config.displays;
  directDisplays({
    branch,
    clock: fakeClock(),
    displays: new Map([[counter, { show }]]),
    texts: words,
    blinkFor: seconds(8),
  })();
  return text;
}

interface Customer {
  readonly segment: string;
  readonly needs: readonly Need[];
  readonly service: string;
}

/** The way of one customer through the branch; the hall after each step. */
function walk({ segment, needs, service }: Customer) {
  const counter = windowFor(service);
  const steps = [
    [ask({ type: 'issue', service, segment, language: 'en', handover: 'paper', insists: true, needs })],
    [
      ask({ type: 'print-started', ticket: 1, device: 'printer1' }),
      ask({ type: 'print-ended', ticket: 1, device: 'printer1' }),
    ],
    [ask({ type: 'call-next', counter })],
    [ask({ type: 'recall', counter })],
    [ask({ type: 'start', counter })],
    [ask({ type: 'finish', counter, isWhole: true })],
  ];
  let branch = given(...opened([counter], rules));
  const hall: unknown[] = [];
  for (const step of steps) {
    branch = and(branch, ...step);
    hall.push(topicsOf(branch), signOf(branch, counter));
  }
  const issued = branch.events.find((event): event is EventOf<'issued'> => event.type === 'issued');
  const answer = issued?.answer ?? branch.events.findLast(({ answer: each }) => each?.kind === 'issued')?.answer;
  if (!issued || !answer) return expect.unreachable();
  const slipParts = { branch: { newest: branch.state, wallOf: () => 0 }, checkKey: 'key', isLate: false };
  const kiosk = { branch: { committed: branch.state } } as unknown as KioskParts;
  return {
    branch,
    hall,
    slip: slipOf(config, issued, slipParts),
    kiosk: [ENGLISH, CHINESE].map(answering(kiosk, answer)),
  };
}

/** Every text in a value. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

const NAMES = new Set([
  ...SEGMENTS,
  ...config.segments.flatMap(({ names }) => Object.values(names)),
  ...['large-type', 'flash', 'pager'],
]);
const isTold = (value: unknown): boolean => textsIn(value).some((text) => NAMES.has(text));

const services = config.services.flatMap(({ rules: { id, isIssuing } }) => {
  const isServed = rules.counters.some((counter) => counter.services.includes(id) && !counter.own);
  return isIssuing && isServed ? [id] : [];
});

describe('the hall', () => {
  it('is one with people who count more and need more', () => {
    expect(SEGMENTS).toContain('caring');
    expect(rules.segments.some(({ headStart, isAnnounced }) => headStart !== undefined && isAnnounced)).toBe(true);
    expect(services.length).toBeGreaterThan(5);
  });

  it.each(services)('shows and prints the same of everybody who comes for %s', (service) => {
    const plain = walk({ service, segment: 'ordinary', needs: [] });
    const large = walk({ service, segment: 'ordinary', needs: ['large-type'] });
    expect(plain.slip).not.toEqual(large.slip);
    const others = SEGMENTS.map((segment, index) => ({ segment, needs: NEEDS[index % NEEDS.length] ?? [] }));
    for (const { segment, needs } of others) {
      const other = walk({ service, segment, needs });
      expect(other.hall).toEqual(plain.hall);
      expect(other.kiosk).toEqual(plain.kiosk);
      expect(other.slip).toEqual(needs.includes('large-type') ? large.slip : plain.slip);
      expect(isTold([other.hall, other.kiosk, other.slip])).toBe(false);
    }
  });

  it('learns from lamps and pagers which window calls, and nothing of who is called', () => {
    const service = services[0] ?? '';
    const called = given(
      ...opened([windowFor(service)], rules),
      ask({
        type: 'issue',
        ...{ service, segment: 'private', language: 'en', handover: 'screen', insists: true },
        ...{ needs: ['flash'], pager: '12' },
      }),
      ask({ type: 'call-next', counter: windowFor(service) }),
    );
    const call = { counter: windowFor(service), number: 1, calledAt: null, recalls: 0 };
    expect(topicsOf(called, /^signals$/)).toEqual({ signals: { flash: [call], pagers: [{ pager: '12', ...call }] } });
    const begun = and(called, ask({ type: 'start', counter: windowFor(service) }));
    expect(topicsOf(begun, /^signals$/)).toEqual({ signals: { flash: [], pagers: [] } });
  });

  it('is told of a segment by two events alone, which are for the lobby', () => {
    const lobby = new Set(['recognized', 'segment-changed']);
    const { branch } = walk({ service: services[0] ?? '', segment: 'private', needs: ['flash', 'large-type'] });
    expect(branch.events.length).toBeGreaterThan(8);
    for (const event of branch.events) {
      if (event.type !== 'rules-applied') expect(isTold(publicOf(event)), event.type).toBe(lobby.has(event.type));
    }
  });
});

function publicOf(event: QueueEvent): unknown {
  const record = { seq: 1, at: event.at, offset: 0, isTrusted: true } as unknown as StoredRecord;
  const origin = { topics: topicNames({ root: 'lobbyd', branch: 'b', unit: 'main' }), branch: 'b', epoch: 'e' };
  return JSON.parse(publicEvent(record, event, origin).payload).data;
}
