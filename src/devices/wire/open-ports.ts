import type { Clock, Millis } from '../../clock.ts';

/** One open port, as a dump lists it. */
export interface OpenPort {
  readonly port: string;
  /** Whose it is: a device, or a bus. */
  readonly owner: string;
  /** Monotonic time of the opening. */
  readonly since: Millis;
  readonly bytesIn: number;
  readonly bytesOut: number;
}

/** One entry: counts, and goes when the port does. */
export interface OpenPortEntry {
  countIn(bytes: number): void;
  countOut(bytes: number): void;
  remove(): void;
}

/** What is open now: a value that the composition root makes and hands to all supervisors. */
export interface OpenPorts {
  add(port: string, owner: string): OpenPortEntry;
  list(): readonly OpenPort[];
}

/** An empty register. */
export function openPorts(clock: Clock): OpenPorts {
  const entries = new Set<{ port: string; owner: string; since: Millis; bytesIn: number; bytesOut: number }>();
  return {
    add(port, owner) {
      const entry = { port, owner, since: clock.monotonic(), bytesIn: 0, bytesOut: 0 };
      entries.add(entry);
      return {
        countIn(bytes) {
          entry.bytesIn += bytes;
        },
        countOut(bytes) {
          entry.bytesOut += bytes;
        },
        remove: () => void entries.delete(entry),
      };
    },
    list: () => [...entries].map((entry) => ({ ...entry })),
  };
}
