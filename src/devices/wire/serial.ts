import type { Stats } from 'node:fs';
import { fstat } from 'node:fs';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { type Clock, type Millis, ms, seconds, sleep, type Timer } from '../../clock.ts';
import { messageOf } from '../../errors.ts';
import type { Log } from '../log.ts';
import { type WireLife, wireLife } from './life.ts';
import { type Port, portFile } from './serial-file.ts';
import { serialOptions, serialRefusal } from './serial-options.ts';
import type { LineSettings, OpenEnd, WireFactory, WireListener } from './wire.ts';

export interface SerialWireOptions {
  /** `/dev/serial/by-id/…`, `/dev/serial/by-path/…`, `/dev/lobby/…`, `/dev/ttyAMA0`: resolved anew at each opening. */
  readonly path: string;
  readonly line: LineSettings;
  readonly clock: Clock;
  readonly log: Log;
}

/** How often the name is looked at: a link that leads elsewhere means another adapter sits there now. */
const NAME_CHECK: Millis = seconds(1);
/** How long bytes that were taken may still leave when we close; a printer that holds the line would take for ever. */
const DRAIN_LIMIT: Millis = ms(300);
/** A stuck driver may take half a minute to close; the port is then left to the system. */
const CLOSE_LIMIT: Millis = seconds(2);

/**
 * Wires over serial ports (Linux).
 *
 * Reads and writes go straight to the binding's non-blocking file: its own read function spins for ever on a port that
 * was hung up (bindings-cpp issue 162), and its poller forgets a waiting read while a write waits. Here nothing read
 * means gone, and both directions are watched at once.
 */
export function serialWires(options: SerialWireOptions): WireFactory {
  const { path } = options;
  const refused = (detail: string): OpenEnd => ({ kind: 'refused', reason: { kind: 'refused', detail } });
  return {
    name: path,
    async open(listener) {
      let port: Port | null = null;
      try {
        const node = await stat(path);
        if (!node.isCharacterDevice()) return refused(`${path} is not a serial port`);
        port = await openPort(options);
        const opened = await statOf(port.fd ?? -1);
        return { kind: 'open', wire: serialLife(options, port, opened, listener).wire };
      } catch (caught) {
        await port?.close().catch((fault) => options.log.debug({ port: path, fault }, 'a port did not close'));
        return refused(serialRefusal(path, messageOf(caught)));
      }
    },
  };
}

const statOf = promisify(fstat) as (fd: number) => Promise<Stats>;

async function openPort({ path, line }: SerialWireOptions): Promise<Port> {
  const { SerialPort } = await import('serialport');
  return (await SerialPort.binding.open(serialOptions(path, line))) as unknown as Port;
}

function serialLife(options: SerialWireOptions, port: Port, opened: Stats, listener: WireListener): WireLife {
  const { clock, path } = options;
  let isGone = false;
  const file = portFile(port, {
    onBytes: (bytes) => life.received(bytes),
    onBroken: (detail) => life.broken(`${path}: ${detail}`),
  });
  const names = watchName(options, opened, (detail) => life.broken(detail));
  const life = wireLife(
    {
      name: path,
      transmit: (bytes) => file.write(bytes),
      async release(isOurs) {
        isGone = true;
        names.cancel();
        file.stop();
        await releasePort(options, port, isOurs);
      },
    },
    listener,
  );
  clock.after(0, () => {
    if (isGone) return;
    life.begin();
    file.start();
  });
  return life;
}

/** Lets what was taken leave for a moment, throws away the rest, closes. No step can fail or hang the next. */
async function releasePort({ clock, log, path }: SerialWireOptions, port: Port, isOurs: boolean): Promise<void> {
  const step = (name: string, work: Promise<void>): Promise<void> =>
    work.catch((caught) => log.debug({ port: path, step: name, fault: messageOf(caught) }, 'while closing a port'));
  if (isOurs) await Promise.race([step('drain', port.drain()), sleep(clock, DRAIN_LIMIT)]);
  await step('flush', port.flush());
  await Promise.race([step('close', port.close()), sleep(clock, CLOSE_LIMIT)]);
}

/** Looks each second whether the name still leads to the file that is open. */
function watchName({ path, clock }: SerialWireOptions, opened: Stats, onMoved: (detail: string) => void): Timer {
  let isCancelled = false;
  let timer: Timer | null = null;
  const look = async (): Promise<void> => {
    const now = await stat(path).catch(() => null);
    if (isCancelled) return;
    if (now === null) return onMoved(`${path} is gone`);
    if (now.rdev !== opened.rdev || now.ino !== opened.ino || now.dev !== opened.dev) {
      return onMoved(`${path} leads to another device now`);
    }
    arm();
  };
  const arm = (): void => {
    timer = clock.after(NAME_CHECK, () => void look());
  };
  arm();
  return {
    cancel() {
      isCancelled = true;
      timer?.cancel();
    },
  };
}
