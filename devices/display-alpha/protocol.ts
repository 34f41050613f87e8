/**
 * Alpha Sign Communications Protocol (EZ95, "M-protocol"), document 9708-8061F: standard packets with checksum.
 * All bytes are below 80 hex, so that they pass a line of seven data bits.
 */

import { type Millis, ms } from '../../src/clock.ts';
import type { UnitLoad } from '../../src/devices/wire/bus-load.ts';

const SOH = 0x01;
const STX = 0x02;
const ETX = 0x03;
const EOT = 0x04;
/** Zeros (NUL) before a packet, by which a sign finds the speed. */
const NULS = 5;
/** Bytes of a packet beside those zeros and its command: SOH, type and address, STX, ETX, check, EOT. */
const FRAME = 11;
/** Every type of sign. */
const ALL_TYPES = 'Z';

export type Colour = 'sign' | 'red' | 'green' | 'amber';

/** How a TEXT file appears: it stands, or it flashes. */
export type Mode = 'hold' | 'flash';

/** Mode codes, §6.1.1 and Appendix D. */
const MODES: Readonly<Record<Mode, string>> = { hold: 'b', flash: 'c' };
/** "Select character color", control code 1C, Appendix D. */
const COLOURS: Readonly<Record<Colour, string>> = { sign: '', red: '\x1c1', green: '\x1c2', amber: '\x1c3' };
/** Control code that calls a STRING file into a TEXT file, §6.3. */
const CALL_STRING = '\x10';
/** Display position "middle line", the only one of a one-line sign, §6.1.1. */
const MIDDLE = '\x1b ';
/** Silence that a bus keeps after a packet. */
export const PAUSE: Millis = ms(5);
/** Bytes kept for the TEXT file and the STRING file. */
const TEXT_SIZE = '0100';
const STRING_SIZE = '0020';

/**
 * One packet with one command and its checksum (§5.1.1).
 *
 * @param address 1–255; null for every sign of the bus
 * @param command command code and data, ASCII
 */
export function packet(address: number | null, command: string): Uint8Array {
  const to = (address ?? 0).toString(16).toUpperCase().padStart(2, '0');
  const bytes = new Uint8Array(NULS + FRAME + command.length);
  let end = NULS;
  const add = (byte: number): void => {
    bytes[end] = byte;
    end += 1;
  };
  const say = (text: string): void => {
    for (let place = 0; place < text.length; place += 1) add(text.charCodeAt(place) & 0x7f);
  };
  add(SOH);
  say(ALL_TYPES + to);
  const start = end;
  add(STX);
  say(command);
  add(ETX);
  say(sumOf(bytes.subarray(start, end)).toString(16).toUpperCase().padStart(4, '0'));
  add(EOT);
  return bytes;
}

function sumOf(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum += byte;
  return sum & 0xffff;
}

/**
 * Sets the sign's memory up for one TEXT file, shown at all times, and one STRING file (§6.2, "$"; a STRING file is
 * always locked). Everything that the sign held is lost, and it is dark until the TEXT file is written.
 */
export function configureMemory(textFile: string, stringFile: string): string {
  return `E$${textFile}AU${TEXT_SIZE}FF00${stringFile}BL${STRING_SIZE}0000`;
}

/** Writes the TEXT file that shows the STRING file (§6.1.1). The sign starts it anew. */
export function writeText(textFile: string, stringFile: string, mode: Mode, colour: Colour): string {
  return `A${textFile}${MIDDLE}${MODES[mode]}${COLOURS[colour]}${CALL_STRING}${stringFile}`;
}

/** Writes the STRING file (§6.3.1). The sign swaps it in without starting the TEXT file anew. */
export function writeString(stringFile: string, text: string): string {
  return `G${stringFile}${text}`;
}

/** What a sign asks of its bus in daily work: the longer of its two packets. Its set-up, a longer one, is rare. */
export function signLoad(width: number, colour: Colour): UnitLoad {
  const frames = [writeString('1', '0'.repeat(width)), writeText('A', '1', 'flash', colour)];
  const sent = Math.max(...frames.map((command) => packet(1, command).length));
  return { quiet: null, news: null, show: { sent, answered: 0, turnRound: 0, pause: PAUSE } };
}

/**
 * Text as the sign can show it: printable ASCII; every other character becomes `?`, so that a technician sees
 * that something is missing. Cut to `width`; empty becomes one space, since an empty file is not the same as a dark one.
 */
export function signText(text: string, width: number): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text.slice(0, width) || ' ';
  const shown = Array.from(text, (character) => (/^[\x20-\x7e]$/.test(character) ? character : '?')).slice(0, width);
  return shown.join('') || ' ';
}
