import { expect } from 'vitest';
import { type FakeClock, fakeClock } from '../clock.fake.ts';
import type { DriverContext, Link, LinkReport, WireDevice } from './driver.ts';
import type { DeviceHealth } from './kinds.ts';
import type { Log } from './log.ts';
import { superviseDevice } from './supervisor.ts';
import { type OpenPorts, openPorts } from './wire/open-ports.ts';
import { type WirePair, wirePair } from './wire/pair.ts';
import type { CloseReason, Wire } from './wire/wire.ts';

/** A display that asks `?` at the start, takes `!` as its answer, and echoes what it hears. */
export function echo(
  context: DriverContext,
  ill: { begin?: boolean; bytes?: boolean; end?: boolean; timer?: boolean } = {},
) {
  const seen = { ends: [] as CloseReason[], bytes: 0, closes: 0, wire: null as Wire | null };
  let report: LinkReport | null = null;
  const device: WireDevice<'display'> = {
    port: { show() {} },
    begin(wire, to): Link {
      if (ill.begin) JSON.parse('{begin');
      report = to;
      seen.wire = wire;
      void wire.write(Uint8Array.of(63));
      if (ill.timer) context.clock.after(100, () => JSON.parse('{timer'));
      return {
        onBytes(bytes) {
          if (ill.bytes) JSON.parse('{bytes');
          seen.bytes += bytes.length;
          if (bytes.includes(33)) to.identified('echo');
        },
        end(reason) {
          seen.ends.push(reason);
          if (ill.end) JSON.parse('{end');
        },
      };
    },
    async close() {
      seen.closes += 1;
    },
  };
  return { device, seen, lost: (reason: string) => report?.lost(reason) };
}

export interface Line {
  readonly level: string;
  readonly message: string;
}

/** A log that keeps its lines. */
export function keptLog(): { readonly log: Log; readonly lines: Line[] } {
  const lines: Line[] = [];
  const at = (level: string) => (_fields: object, message: string) => void lines.push({ level, message });
  return { log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }, lines };
}

/** A supervised display on an in-memory wire, in virtual time. */
export interface Stand {
  readonly clock: FakeClock;
  readonly pair: WirePair;
  readonly healths: DeviceHealth[];
  readonly lines: Line[];
  readonly ports: OpenPorts;
  readonly supervised: Awaited<ReturnType<typeof superviseDevice<'display'>>>;
  readonly driver: ReturnType<typeof echo>;
  readonly context: DriverContext;
  answers: boolean;
  close(): Promise<void>;
}

/** Builds a {@link Stand}; `ill`: where the driver throws. */
export async function supervisorStand(ill: Parameters<typeof echo>[1] = {}, seed = 1): Promise<Stand> {
  const clock = fakeClock();
  const pair = wirePair({ clock, name: 'pair:display' });
  const healths: DeviceHealth[] = [];
  const { log, lines } = keptLog();
  const ports = openPorts(clock);
  const made = { answers: true };
  const far = pair.attach();
  far.onBytes((bytes) => {
    if (made.answers && bytes.includes(63)) far.send(Uint8Array.of(33));
  });
  let driver: ReturnType<typeof echo> | null = null;
  let context: DriverContext | null = null;
  const supervised = await superviseDevice<'display'>({
    device: 'display-3',
    wires: pair.factory,
    clock,
    log,
    seed,
    ports,
    onHealth: (health) => void healths.push(health),
    async open(given) {
      context = given;
      driver = echo(given, ill);
      return driver.device;
    },
  });
  if (!driver || !context) return expect.unreachable();
  const close = async (): Promise<void> => {
    const closed = supervised.close();
    await clock.advance(10_000);
    await closed;
  };
  return Object.assign(made, { close, clock, pair, healths, lines, ports, supervised, driver, context });
}
