import { crcHex } from './crc.ts';
import { type Frame, frameTo } from './frame.ts';

/** A press as the wire carries it. */
export interface WirePress {
  /** Eight hex digits, new at each start of the unit. */
  readonly nonce: string;
  /** 1–65535, then 1 again. */
  readonly sequence: number;
  /** One character on a keypad, two digits on a panel. */
  readonly key: string;
  /** How long ago it was pressed, ms in steps of 100; 25,500 means that or longer. */
  readonly ageMs: number;
}

/** What a unit says (docs/line-protocol.md, "From the unit"). */
export type UnitMessage =
  | {
      readonly kind: 'hello';
      /** `K` keypad, `P` panel; other letters are for other kinds of unit. */
      readonly unit: string;
      /** One digit, see {@link PROTOCOL_VERSION} and {@link COMBINING_VERSION}. */
      readonly version: string;
      readonly nonce: string;
      readonly firmware: string;
    }
  | { readonly kind: 'state'; readonly state: UnitState; readonly press: WirePress | null };

/** What every answer but the hello begins with. */
export interface UnitState {
  /** A key has been down for longer than ten seconds. */
  readonly isKeyHeld: boolean;
  /** Check of the face that the unit holds, see {@link faceDigest}. */
  readonly digest: string;
}

/** The first version of the protocol: what every unit understands. */
export const PROTOCOL_VERSION = '1';
/** Keypads of this version also understand {@link acknowledgeAndShow}; panels of this version show Hanzi. */
export const COMBINING_VERSION = '2';
const HELLO = /^([A-Z])([0-9])([0-9A-F]{8})(.{8})$/;
const STATE = /^([0-9A-F])([0-9A-F]{4})$/;
const KEY_PRESS = /^([0-9A-F])([0-9A-F]{4})([0-9A-F]{8})([0-9A-F]{4})([0-9A-F]{2})(.)$/;
const BUTTON_PRESS = /^([0-9A-F])([0-9A-F]{4})([0-9A-F]{8})([0-9A-F]{4})([0-9A-F]{2})([0-9]{2})$/;

/** Reads a frame; null when it is none of the protocol's, though its check was right. */
export function messageOf(frame: Frame): UnitMessage | null {
  switch (frame.type) {
    case 'H':
      return helloOf(frame.body);
    case 'N': {
      const match = STATE.exec(frame.body);
      return match ? { kind: 'state', state: stateOf(match), press: null } : null;
    }
    case 'K':
      return pressOf(KEY_PRESS.exec(frame.body));
    case 'B':
      return pressOf(BUTTON_PRESS.exec(frame.body));
    default:
      return null;
  }
}

function helloOf(body: string): UnitMessage | null {
  const match = HELLO.exec(body);
  if (!match) return null;
  const [, unit = '', version = '', nonce = '', firmware = ''] = match;
  return { kind: 'hello', unit, version, nonce, firmware: firmware.trimEnd() };
}

function pressOf(match: RegExpExecArray | null): UnitMessage | null {
  if (!match) return null;
  const [, , , nonce = '', sequence = '', age = '', key = ''] = match;
  const number = Number.parseInt(sequence, 16);
  if (number === 0) return null;
  const press: WirePress = { nonce, sequence: number, key, ageMs: Number.parseInt(age, 16) * 100 };
  return { kind: 'state', state: stateOf(match), press };
}

/** Bit 0 of the flags: a key is held. The others are reserved, and are to be overlooked. */
const KEY_HELD = 1;

function stateOf(match: RegExpExecArray): UnitState {
  const [, flags = '0', digest = ''] = match;
  return { isKeyHeld: (Number.parseInt(flags, 16) & KEY_HELD) !== 0, digest };
}

/** Asks who is there: answered with a hello. */
export function askHello(address: number): Uint8Array {
  return frameTo(address, 'Q');
}

/** Asks for news: answered with a press or a state. */
export function askState(address: number): Uint8Array {
  return frameTo(address, 'P');
}

/** Says that a press is dealt with, and asks for news. */
export function acknowledge(address: number, nonce: string, sequence: number): Uint8Array {
  return frameTo(address, 'A', pressName(nonce, sequence));
}

function pressName(nonce: string, sequence: number): string {
  return nonce + sequence.toString(16).toUpperCase().padStart(4, '0');
}

/** Gives the unit its face to show, and asks for news. */
export function showFace(address: number, face: string): Uint8Array {
  return frameTo(address, 'W', face);
}

/** Says that a press is dealt with, gives the face to show, and asks for news: for units of {@link COMBINING_VERSION}. */
export function acknowledgeAndShow(address: number, nonce: string, sequence: number, face: string): Uint8Array {
  return frameTo(address, 'D', pressName(nonce, sequence) + face);
}

/** Check of a face, by which lobbyd sees whether a unit shows what it should. */
export function faceDigest(face: string): string {
  return crcHex(face);
}

/** The name of a press, the same each time it is sent: `1A2B3C4D-17`. */
export function pressId(press: Pick<WirePress, 'nonce' | 'sequence'>): string {
  return `${press.nonce}-${press.sequence}`;
}
