import { type Millis, ms } from '../../src/clock.ts';
import { codeOf, LONGEST_CODE, signOf } from './protocol.ts';

/** Between two signs of one code passes less: what lies longer on the wire is the rest of a code that never ended. */
export const LONGEST_GAP: Millis = ms(500);
/** So many in a row that cannot be read are no accident: speed, framing or the cable. */
export const DAMAGED_IN_A_ROW = 3;

/** A scanner between two codes, or within one. Pure; times are monotonic, ms. */
export interface Session {
  /** What has come of a code. */
  readonly text: string;
  readonly isDamaged: boolean;
  /** When the last byte came. */
  readonly at: Millis;
  /** Readings in a row that could not be read. */
  readonly damaged: number;
  /** The last code that was read, and when last. */
  readonly last: { readonly code: string; readonly at: Millis } | null;
}

/** Nothing has come yet. */
export const START: Session = { text: '', isDamaged: false, at: 0, damaged: 0, last: null };

/** After some bytes: the session, and the codes that were shown, in order. */
export interface Step {
  readonly session: Session;
  readonly codes: readonly string[];
}

/**
 * Takes bytes.
 *
 * @param sameWithin the same code again within this time of the last reading is one showing, ms
 */
export function next(before: Session, bytes: Uint8Array, at: Millis, sameWithin: Millis): Step {
  const codes: string[] = [];
  let session = at - before.at > LONGEST_GAP ? { ...before, text: '', isDamaged: false } : before;
  for (const byte of bytes) {
    const sign = signOf(byte);
    switch (sign.kind) {
      case 'text':
        session = { ...session, text: `${session.text}${sign.sign}`.slice(0, LONGEST_CODE + 1) };
        break;
      case 'start':
        session = { ...session, text: '', isDamaged: false };
        break;
      case 'damaged':
        session = { ...session, isDamaged: true };
        break;
      case 'end': {
        const ended = endOf(session, at, sameWithin);
        session = ended.session;
        codes.push(...ended.codes);
      }
    }
  }
  return { session: { ...session, at }, codes };
}

function endOf(session: Session, at: Millis, sameWithin: Millis): Step {
  const cleared = { ...session, text: '', isDamaged: false };
  const code = codeOf(session.text);
  if (session.isDamaged || session.text.length > LONGEST_CODE) {
    return { session: { ...cleared, damaged: session.damaged + 1 }, codes: [] };
  }
  // CR and LF are two ends of one code.
  if (code === '') return { session: cleared, codes: [] };
  const { last } = session;
  const isSame = last !== null && last.code === code && at - last.at <= sameWithin;
  return { session: { ...cleared, damaged: 0, last: { code, at } }, codes: isSame ? [] : [code] };
}

/** The wire is gone: what has come of a code is nothing. */
export function ended(session: Session): Session {
  return { ...session, text: '', isDamaged: false };
}
