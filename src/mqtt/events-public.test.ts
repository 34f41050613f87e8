import { describe, expect, it } from 'vitest';
import type { StoredRecord } from '../journal/store.ts';
import { EVENT_VERSIONS, type EventBody, type EventHead, type EventType, type QueueEvent } from '../queue/events.ts';
import type { Rules } from '../queue/rules.ts';
import { publicEvent } from './events-public.ts';
import { cloudEventSchema, EVENT_DATA } from './schema/events.ts';
import { topicNames } from './topic-names.ts';
import { topicKindOf } from './topics.ts';

const origin = {
  topics: topicNames({ root: 'bq', branch: 'b1', unit: 'main' }),
  branch: 'b1',
  epoch: 'f00d',
};
const head: EventHead = {
  at: 5_000,
  actor: { kind: 'keypad', device: 'pad-1' },
  counter: 'w1',
  teller: 'teller-wang',
  rule: 'longest-wait',
  command: { source: 'keypad:1', key: 'x' },
  answer: null,
};
const rules: Rules = {
  version: 'r1',
  services: [],
  segments: [],
  counters: [],
  profiles: [],
  undoWindow: 1,
  callableAfter: 1,
  requestLasts: 1,
  recallLimit: 1,
  isArrivalKeptOnTransfer: true,
  endedKept: 1,
};
const opening = {
  version: 1,
  rules,
  day: null,
  clock: null,
  lastTicket: 0,
  tickets: [],
  ended: [],
  counters: [],
  lastNumbers: [],
  answers: [['secret-source', []]],
} as const;
const ticket = { ticket: 17, label: 'A017' };
const BODIES: { readonly [T in EventType]: Extract<EventBody, { type: T }> } = {
  issued: {
    type: 'issued',
    ...ticket,
    number: 17,
    service: 'cash',
    segment: 'private',
    language: 'en',
    handover: 'paper',
    ahead: 3,
  },
  called: {
    type: 'called',
    ...ticket,
    service: 'cash',
    waited: 60_000,
    how: 'next',
    score: null,
    passedOver: 0,
    turns: null,
  },
  'machine-changed': { type: 'machine-changed', machine: 'm1', isUsable: true, queue: 2 },
  diverted: { type: 'diverted', service: 'cash', machine: 'm1', how: 'silence' },
  'request-stands': { type: 'request-stands', until: 9 },
  'request-ended': { type: 'request-ended', reason: 'time' },
  recalled: { type: 'recalled', ...ticket, times: 1 },
  started: { type: 'started', ...ticket },
  finished: { type: 'finished', ...ticket, service: 'cash', served: 1 },
  'no-show': { type: 'no-show', ...ticket, service: 'cash' },
  cancelled: { type: 'cancelled', ...ticket, reason: 'Mrs Zhang went home' },
  undone: { type: 'undone', what: 'call', restored: [{ ticket: 17, status: 'waiting', counter: null }] },
  transferred: { type: 'transferred', ...ticket, from: 'cash', to: 'wealth', queuedAt: 1, served: 2 },
  referred: {
    type: 'referred',
    ...ticket,
    reason: 'large-deposit',
    from: 'cash',
    to: 'wealth',
    queuedAt: 1,
    served: 2,
    pool: { kind: 'teller', teller: 'teller-wang' },
  },
  'taken-over': { type: 'taken-over', ...ticket, from: 'w2', status: 'called' },
  'reprint-asked': { type: 'reprint-asked', ...ticket, times: 2, kiosk: 'kiosk-1' },
  'reprint-ended': {
    type: 'reprint-ended',
    ...ticket,
    times: 2,
    device: 'printer-1',
    end: 'failed',
    reason: 'paper-out',
  },
  'service-finished': {
    type: 'service-finished',
    ...ticket,
    from: 'cash',
    to: 'account',
    where: 'queue',
    queuedAt: 1,
    served: 2,
    step: { service: 'cash', step: 'return', took: 3, standard: 4 },
  },
  'handed-off': {
    type: 'handed-off',
    ...ticket,
    service: 'settlement',
    language: 'zh-CN',
    step: { service: 'settlement', step: 'receive', took: 3, standard: 4 },
    to: 'review',
    where: 'pool',
    pool: { kind: 'step', service: 'settlement', step: 'review' },
    home: 'w3',
    isSeated: true,
    queuedAt: 1,
    served: 2,
  },
  requeued: {
    type: 'requeued',
    ...ticket,
    service: 'cash',
    pool: null,
    queuedAt: 1,
    reason: 'closed',
  },
  'service-added': { type: 'service-added', ...ticket, service: 'account', pending: ['account'] },
  'service-dropped': { type: 'service-dropped', ...ticket, service: 'account', pending: [] },
  'papers-marked': { type: 'papers-marked', ...ticket, isReady: true },
  'bulk-marked': { type: 'bulk-marked', ...ticket, size: 30 },
  'needs-set': { type: 'needs-set', ...ticket, needs: { kinds: ['flash', 'pager'], pager: '12' } },
  'pager-needed': { type: 'pager-needed', ...ticket, service: 'cash' },
  parked: {
    type: 'parked',
    ...ticket,
    service: 'cash',
    pool: { kind: 'teller', teller: 'teller-wang' },
    until: 9_000,
    served: 2,
  },
  unparked: { type: 'unparked', ...ticket, service: 'cash', reason: 'time' },
  expired: { type: 'expired', ...ticket, service: 'cash' },
  booked: { type: 'booked', reference: 'R-17', service: 'cash', segment: 'private', time: 9_000 },
  'booking-cancelled': { type: 'booking-cancelled', reference: 'R-17' },
  'booking-expired': { type: 'booking-expired', reference: 'R-17' },
  'bookings-stranded': { type: 'bookings-stranded', service: 'cash', references: ['R-17', 'R-18'] },
  'checked-in': { type: 'checked-in', reference: 'R-17', ...ticket, standing: 'kept' },
  recognized: { type: 'recognized', ...ticket, service: 'cash', segment: 'gold' },
  'segment-changed': {
    type: 'segment-changed',
    ...ticket,
    service: 'cash',
    from: 'ordinary',
    to: 'gold',
    reason: 'potential-vip',
  },
  rated: { type: 'rated', ...ticket, service: 'cash', part: 0, score: 2, scale: 5, replaces: 4 },
  'low-rated': { type: 'low-rated', ...ticket, service: 'cash', score: 2, scale: 5 },
  returned: { type: 'returned', ...ticket, service: 'cash', queuedAt: 4_000, times: 1 },
  'hall-set': { type: 'hall-set', from: 'open', state: 'not-open-yet', until: 60_000 },
  'hall-phase-changed': { type: 'hall-phase-changed', from: 'open', phase: 'closing' },
  'service-hours-changed': { type: 'service-hours-changed', service: 'cash', isOpen: false },
  'counter-hours-changed': { type: 'counter-hours-changed', of: 'w1', isOpen: true, by: 'schedule' },
  'held-over': { type: 'held-over', ...ticket, service: 'cash' },
  'day-planned': { type: 'day-planned', instants: [] },
  'counter-opened': { type: 'counter-opened', profile: 'plain' },
  'profile-switched': {
    type: 'profile-switched',
    changes: [{ counter: '1', from: 'plain', to: 'quick' }],
    cause: { kind: 'switch', switch: 'crowd', isOn: true },
  },
  'alert-raised': {
    type: 'alert-raised',
    alert: 'a1',
    kind: 'wait-over-target',
    service: 'cash',
    tickets: [ticket],
    counters: ['w1', 'w2'],
    measured: 600_001,
  },
  'alert-repeated': { type: 'alert-repeated', alert: 'a1', kind: 'panic', times: 2 },
  'alert-acknowledged': {
    type: 'alert-acknowledged',
    alert: 'a1',
    kind: 'paper-out',
    service: null,
    device: 'printer-1',
    person: 'lm-2',
  },
  'alert-cleared': { type: 'alert-cleared', alert: 'a1', kind: 'queue-long', service: 'cash', lasted: 9 },
  'counter-paused': { type: 'counter-paused', reason: 'teller' },
  'counter-closed': { type: 'counter-closed' },
  'print-started': { type: 'print-started', ...ticket, device: 'printer-1' },
  'print-ended': { type: 'print-ended', ...ticket, device: 'printer-1' },
  'print-failed': { type: 'print-failed', ...ticket, device: 'printer-1', reason: 'paper-out' },
  'print-unknown': { type: 'print-unknown', ...ticket, device: 'printer-1', reason: 'restart' },
  released: { type: 'released', ...ticket },
  'rules-applied': { type: 'rules-applied', rules },
  'day-opened': { type: 'day-opened', day: '2026-01-05', instants: [], opening, openingHash: 'abc' },
  'clock-set': { type: 'clock-set', offset: 5, isTrusted: true },
  refused: { type: 'refused', asked: 'call-next', refusal: { code: 'counter-closed', counter: 'w1' } },
};

function recordOf(event: QueueEvent | null, more: Partial<StoredRecord> = {}): StoredRecord {
  return {
    seq: 42,
    hash: 'h',
    stream: 'queue',
    type: event?.type ?? 'unknown',
    version: 1,
    at: 5_000,
    offset: Date.UTC(2026, 0, 5) - 5_000,
    isTrusted: true,
    body: event,
    ...more,
  };
}

const eventOf = (type: EventType, more: Partial<EventHead> = {}): QueueEvent =>
  ({ ...BODIES[type], ...head, ...more }) as QueueEvent;

function published(type: EventType, more: Partial<EventHead> = {}) {
  const event = eventOf(type, more);
  const { topic, payload } = publicEvent(recordOf(event), event, origin);
  return { topic, payload, json: JSON.parse(payload) };
}

describe('what the branch publishes of its journal', () => {
  it.each(Object.keys(EVENT_VERSIONS) as EventType[])('%s is a CloudEvent that its own schema accepts', (type) => {
    const { topic, json } = published(type);
    const kind = topicKindOf(topic.slice('bq/v1/b1/main/'.length));
    expect(kind?.publishedBy).toBe('lobbyd');
    expect(kind?.schema.safeParse(json).error).toBeUndefined();
    expect(json).toMatchObject({
      specversion: '1.0',
      id: 'b1/f00d/42',
      source: 'bq/v1/b1/main',
      sequence: '42',
      time: '2026-01-05T00:00:00.000Z',
    });
    expect(topic).toBe(`bq/v1/b1/main/evt/${json.type.replace('lobbyd.', '')}`);
  });

  it.each(Object.keys(EVENT_VERSIONS) as EventType[])(
    '%s names no teller, no segment, no user and no free text',
    (type) => {
      const users = [
        head.actor,
        { kind: 'lobby-manager', user: 'user-li' } as const,
        { kind: 'mqtt', client: 'user-li' } as const,
        { kind: 'http', client: 'user-li' } as const,
      ];
      for (const actor of users) {
        const { payload } = published(type, { actor });
        for (const secret of ['teller-wang', 'private', 'user-li', 'Zhang', 'secret-source', 'keypad:1']) {
          expect(payload).not.toContain(secret);
        }
      }
    },
  );

  it('a call of a customer who does not hear says what flashes and buzzes, and nothing else says it', () => {
    const told = (type: EventType, more: object) => {
      const event = { ...eventOf(type), ...more } as QueueEvent;
      return JSON.parse(publicEvent(recordOf(event), event, origin).payload).data;
    };
    expect(told('called', { flash: true, pager: '12' })).toMatchObject({ flash: true, pager: '12' });
    expect(told('taken-over', { flash: true, pager: '12' })).toMatchObject({ flash: true, pager: '12' });
    expect(told('recalled', { flash: true })).toMatchObject({ times: 1, flash: true });
    for (const type of ['called', 'recalled', 'taken-over', 'needs-set'] as const) {
      expect(Object.keys(told(type, {}))).not.toContain('flash');
      expect(JSON.stringify(told(type, {}))).not.toContain('pager');
    }
    expect(told('issued', { bulk: 30, needs: { kinds: ['flash'], pager: null } })).toMatchObject({ bulk: 30 });
  });

  it('a customer whose papers go to the back office is told in the own language to sit down', () => {
    const told = (more: object) => {
      const event = { ...eventOf('handed-off'), ...more } as QueueEvent;
      return JSON.parse(publicEvent(recordOf(event), event, origin).payload).data.text;
    };
    expect(told({})).toBe('请先就座，办理完成后会再次叫您的号。');
    expect(told({ language: 'en-GB' })).toBe('Please take a seat. Your number will be called again.');
    expect(told({ isSeated: false })).toBeNull();
  });

  it('a call in the back office is told apart from one in the hall', () => {
    const event = { ...eventOf('called'), isBack: true } as QueueEvent;
    expect(JSON.parse(publicEvent(recordOf(event), event, origin).payload).data.isInHall).toBe(false);
  });

  it('a ticket that was called says where, and why that one', () => {
    expect(published('called').json).toEqual({
      specversion: '1.0',
      id: 'b1/f00d/42',
      source: 'bq/v1/b1/main',
      type: 'lobbyd.ticket-called',
      subject: 'ticket/17',
      time: '2026-01-05T00:00:00.000Z',
      datacontenttype: 'application/json',
      dataschema: 'urn:lobbyd:event:ticket-called:2',
      sequence: '42',
      epoch: 'f00d',
      data: {
        at: 5_000,
        by: 'keypad',
        device: 'pad-1',
        counter: 'w1',
        rule: 'longest-wait',
        ticket: 17,
        label: 'A017',
        service: 'cash',
        waited: 60_000,
        how: 'next',
        score: null,
        passedOver: 0,
        isInHall: true,
      },
    });
  });

  it('while the clock is not trusted an event carries no time of day', () => {
    const event = eventOf('issued');
    const { payload } = publicEvent(recordOf(event, { isTrusted: false }), event, origin);
    expect(payload).not.toContain('"time"');
    expect(cloudEventSchema('ticket-issued').safeParse(JSON.parse(payload)).success).toBe(true);
  });

  it.each([
    ['daemon-started', {}],
    ['daemon-started', { branchSpeed: 20 }],
    ['device-running', { device: 'printer-1', detail: 'TM-T88' }],
    ['device-lost', { device: 'printer-1', reason: '/dev/ttyUSB0 is gone' }],
    ['condition-raised', { device: 'printer-1', condition: 'paper-out' }],
    ['condition-cleared', { device: 'printer-1', condition: 'paper-out' }],
    ['disk-trouble', { device: 'journal', code: 'journal/disk-full', since: 1_000 }],
  ] as const)('what a device went through is published: %s', (type, body) => {
    const { topic, payload } = publicEvent(recordOf(null, { stream: 'device', type, body }), null, origin);
    expect(topic).toBe(`bq/v1/b1/main/evt/${type}`);
    expect(cloudEventSchema(type).safeParse(JSON.parse(payload)).error).toBeUndefined();
    expect(JSON.parse(payload).data).toEqual({ at: 5_000, ...body });
  });

  it('whose journal it is stands in the topic, and not again in what is published', () => {
    const body = { branch: 'b1' };
    const { payload } = publicEvent(recordOf(null, { stream: 'device', type: 'daemon-started', body }), null, origin);
    expect(JSON.parse(payload).data).toEqual({ at: 5_000 });
  });

  it('who has asked for a test slip is published by kind, and not by name', () => {
    const body = { device: 'printer-1', actor: { kind: 'lobby-manager', user: 'lm-wang' } };
    const { payload } = publicEvent(recordOf(null, { stream: 'device', type: 'test-print-asked', body }), null, origin);
    expect(cloudEventSchema('test-print-asked').safeParse(JSON.parse(payload)).error).toBeUndefined();
    expect(JSON.parse(payload).data).toEqual({ at: 5_000, device: 'printer-1', by: 'lobby-manager' });
  });

  it.each([
    ['of another stream', { stream: 'device', type: 'device-dreaming', body: { device: 'x' } }],
    ['with a body of an odd shape', { stream: 'device', type: 'device-lost', body: null }],
    ['of a queue event that this version does not know', { stream: 'queue', type: 'newer', body: {} }],
  ] as const)('a record %s is published as internal, so that the sequence has no hole', (_what, more) => {
    const { topic, payload } = publicEvent(recordOf(null, more), null, origin);
    expect(topic).toBe('bq/v1/b1/main/evt/internal');
    expect(cloudEventSchema('internal').safeParse(JSON.parse(payload)).error).toBeUndefined();
    expect(JSON.parse(payload).sequence).toBe('42');
  });

  it('every published type can come from some record', () => {
    const fromQueue = (Object.keys(EVENT_VERSIONS) as EventType[]).map((type) => published(type).json.type);
    const others = [
      'daemon-started',
      'device-running',
      'device-lost',
      'condition-raised',
      'condition-cleared',
      'test-print-asked',
      'disk-trouble',
      'internal',
    ];
    const all = new Set([...fromQueue, ...others.map((type) => `lobbyd.${type}`)]);
    expect([...all].sort()).toEqual(
      Object.keys(EVENT_DATA)
        .map((type) => `lobbyd.${type}`)
        .sort(),
    );
  });
});
