import type { HistoryStep } from './arbitrary.ts';

/** Histories that random days have come upon: what was wrong then is tried each time. */

/** Who comes back to a teller's pool waits for a service that the rules have lost meanwhile. */
export const LOST_SERVICE: readonly HistoryStep[] = [
  { wait: 0, act: { kind: 'visit', act: { kind: 'issue-several', services: ['settlement'] } }, isIdentified: false },
  { wait: 0, act: { kind: 'call-ticket', counter: 2, pick: 1 }, isIdentified: false },
  { wait: 0, act: { kind: 'visit', act: { kind: 'take-over', counter: 0, from: 10 } }, isIdentified: false },
  {
    wait: 0,
    act: { kind: 'visit', act: { kind: 'send', counter: 0, toTeller: 'wang', after: 5000 } },
    isIdentified: false,
  },
  { wait: 0, act: { kind: 'rules', variant: 7 }, isIdentified: false },
  { wait: 3540, act: { kind: 'open', counter: 0, profile: null, teller: null }, isIdentified: false },
  { wait: 182, act: { kind: 'park', counter: 0, pool: null, returnAfter: null }, isIdentified: false },
  { wait: 1278, act: { kind: 'check-in', reference: 0, needs: [] }, isIdentified: false },
  { wait: 0, act: { kind: 'tick' }, isIdentified: false },
];

/** A slip fails when its customer was held over, and has gone out of sight since: the number is taken back. */
export const HELD_OVER: readonly HistoryStep[] = [
  {
    wait: 0,
    act: { kind: 'issue', service: 2, segment: 'ordinary', handover: 'paper', insists: true },
    isIdentified: false,
  },
  { wait: 0, act: { kind: 'rules', variant: 7 }, isIdentified: false },
  { wait: 0, act: { kind: 'hall', state: 'closing', until: null }, isIdentified: false },
  { wait: 31534, act: { kind: 'plan' }, isIdentified: false },
  { wait: 0, act: { kind: 'print', type: 'print-failed', pick: 10 }, isIdentified: false },
];

/** A slip fails on the day after its customer was served for the first of two services: the visit goes on. */
export const UNDER_WAY: readonly HistoryStep[] = [
  { wait: 0, act: { kind: 'rules', variant: 5 }, isIdentified: false },
  {
    wait: 0,
    act: { kind: 'visit', act: { kind: 'issue-several', services: ['cash', 'wealth', 'cash'] } },
    isIdentified: false,
  },
  {
    wait: 2760,
    act: { kind: 'guidance', act: { kind: 'machine', machine: 'm1', isUsable: true, queue: 0 } },
    isIdentified: false,
  },
  { wait: 240, act: { kind: 'book', reference: 0, service: 0, ahead: 0 }, isIdentified: false },
  { wait: 0, act: { kind: 'tick' }, isIdentified: false },
  { wait: 0, act: { kind: 'counter', type: 'call-next', counter: 0 }, isIdentified: false },
  { wait: 6, act: { kind: 'counter', type: 'call-next', counter: 0 }, isIdentified: false },
  { wait: 0, act: { kind: 'day' }, isIdentified: false },
  { wait: 0, act: { kind: 'print', type: 'print-failed', pick: 1 }, isIdentified: false },
];
