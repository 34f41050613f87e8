import type { Clock } from '../../clock.ts';
import type { Log } from '../log.ts';
import { serialWires } from './serial.ts';
import { tcpWires } from './tcp.ts';
import type { LineSettings, WireFactory } from './wire.ts';

/** What a port's name needs beside it. */
export interface WiresToOptions {
  /** For a serial port; a TCP wire leaves it to the far end. */
  readonly line: LineSettings;
  readonly clock: Clock;
  readonly log: Log;
}

/** `tcp://host:port`, an IPv6 host in brackets. */
const TCP = /^tcp:\/\/(?:\[([^\]]+)\]|([^:/]+)):(\d+)$/;

/** Host and port of a `tcp://` name; null for anything else, or a port outside 1–65535. */
export function tcpPlace(port: string): { readonly host: string; readonly port: number } | null {
  const [, six, name, digits] = TCP.exec(port) ?? [];
  const host = six ?? name;
  const number = Number(digits);
  return host !== undefined && number >= 1 && number <= 65_535 ? { host, port: number } : null;
}

/**
 * Wires to a port as the configuration names it: `tcp://host:port`, else the path of a serial port.
 *
 * @param port checked by the configuration; a `tcp://` name that is none is refused as a path when it is opened
 */
export function wiresTo(port: string, { line, clock, log }: WiresToOptions): WireFactory {
  const place = tcpPlace(port);
  return place ? tcpWires({ ...place, clock }) : serialWires({ path: port, line, clock, log });
}
