import type { LineSettings } from './wire.ts';

/** What the serial binding is opened with; a subset of its options, all of them stated. */
export interface SerialOptions {
  readonly path: string;
  readonly baudRate: number;
  readonly dataBits: 7 | 8;
  readonly parity: 'none' | 'even' | 'odd';
  readonly stopBits: 1 | 2;
  readonly rtscts: boolean;
  readonly xon: boolean;
  readonly xoff: boolean;
  readonly xany: false;
  /** An advisory lock: a second lobbyd is refused instead of stealing half of the bytes. */
  readonly lock: true;
  /** Modem lines stay as they are when we let go: many printers reset when DTR drops. */
  readonly hupcl: false;
}

/** The options for a port. A pty hides parity and data bits, so this is where they can be asserted. */
export function serialOptions(path: string, line: LineSettings): SerialOptions {
  const isXonXoff = line.flow === 'xon-xoff';
  return {
    path,
    baudRate: line.baud,
    dataBits: line.dataBits,
    parity: line.parity,
    stopBits: line.stopBits,
    rtscts: line.flow === 'rts-cts',
    xon: isXonXoff,
    xoff: isXonXoff,
    xany: false,
    lock: true,
    hupcl: false,
  };
}

/**
 * Why a port could not be opened, as a technician reads it.
 *
 * @param message what the system or the binding said
 */
export function serialRefusal(path: string, message: string): string {
  if (/no such file|ENOENT/i.test(message)) return `no such port: ${path} (is the cable in?)`;
  if (/permission denied|EACCES|EPERM/i.test(message)) {
    return `no permission to open ${path}: the daemon's user must be in the group that owns it (often dialout)`;
  }
  if (/cannot lock|temporarily unavailable|resource busy|EBUSY/i.test(message)) {
    return `${path} is held by another process (fuser ${path} names it)`;
  }
  if (/no such device|ENXIO|ENODEV|input\/output error|EIO/i.test(message)) {
    return `nothing is behind ${path}: the adapter is gone or broken (${message})`;
  }
  return `${path} cannot be opened: ${message}`;
}
