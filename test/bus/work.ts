import type { Clock } from '../../src/clock.ts';
import type { Wire, WireFactory } from '../../src/devices/wire/wire.ts';

/** What the daemon has done for a bus since it was opened. */
export interface Work {
  /** Writes to the wire: each begins an exchange. */
  exchanges: number;
  bytes: number;
  /** Timers that were set. */
  timers: number;
}

/** A clock that counts its timers. */
export function countedClock(clock: Clock, work: Work): Clock {
  return {
    ...clock,
    after(delay, run) {
      work.timers += 1;
      return clock.after(delay, run);
    },
  };
}

/** Wires that count what is written to them. */
export function countedWires(wires: WireFactory, work: Work): WireFactory {
  return {
    name: wires.name,
    async open(listener) {
      const end = await wires.open(listener);
      if (end.kind === 'refused') return end;
      const write: Wire['write'] = (bytes) => {
        work.exchanges += 1;
        work.bytes += bytes.length;
        return end.wire.write(bytes);
      };
      return { kind: 'open', wire: { name: end.wire.name, write, close: () => end.wire.close() } };
    },
  };
}
