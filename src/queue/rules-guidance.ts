import type { Duration, SegmentId, ServiceId } from './rules.ts';

/** A machine where customers serve themselves. */
export type MachineId = string;

/** What a machine does in place of a teller. */
export interface MachineRules {
  readonly id: MachineId;
  /** What customers read, by language. */
  readonly names: Readonly<Record<string, string>>;
  readonly services: readonly ServiceId[];
  /** It is offered while fewer stand before it. */
  readonly queueBelow: number;
}

/** Customers of a service who are offered a machine before they get a number. */
export interface DiversionRules {
  /** Left out: all. */
  readonly segments?: readonly SegmentId[];
  /** Offered while at least so many wait for the service. */
  readonly fromWaiting: number;
}

/** What papers count for that somebody has seen to be ready. */
export interface PapersRules {
  /** Added to the head start of the segment; 0: none. */
  readonly headStart: Duration;
  /** By this the weight of service and segment is multiplied in a score. */
  readonly weight: number;
}

/** People by their papers, in a selection. */
export const PAPERS_WANTED = ['ready', 'not-ready'] as const;
export type PapersWanted = (typeof PAPERS_WANTED)[number];
