import type { Fresh } from '../../src/devices/fresh.ts';
import {
  dealPress,
  hasPressInHand,
  keptByUnit,
  type Ledger,
  meetPress,
} from '../../src/devices/line-protocol/ledger.ts';
import {
  acknowledge,
  acknowledgeAndShow,
  askHello,
  askState,
  COMBINING_VERSION,
  faceDigest,
  PROTOCOL_VERSION,
  showFace,
  type UnitMessage,
  type WirePress,
} from '../../src/devices/line-protocol/messages.ts';
import { afterAnswer, CLEAN, type Quality } from '../../src/devices/line-protocol/quality.ts';
import { KEYPAD_UNIT } from './protocol.ts';

type PressName = Pick<WirePress, 'nonce' | 'sequence'>;

/** Everything that the driver knows of one keypad. */
export interface Session {
  /** `strange`: another kind of unit answers at this address. */
  readonly phase: 'hello' | 'running' | 'strange';
  /** Whether the pad takes acknowledgement and face in one frame. */
  readonly canCombine: boolean;
  /** The last slot was in vain: only short questions until it answers again. */
  readonly isShaky: boolean;
  readonly face: string | null;
  /** Digest of the face that is to be shown: kept, since it is looked at in every slot. */
  readonly wanted: string | null;
  /** Digest of the face that the pad says it holds. */
  readonly shown: string | null;
  /** Faces that were answered and not taken over, in a row. */
  readonly vainShows: number;
  readonly slots: number;
  /** Digest of the face that went out in the slot under way. */
  readonly sent: string | null;
  readonly isKeyHeld: boolean;
  readonly quality: Quality;
  /** Answers of other units in its place, in a row. */
  readonly foreignAnswers: number;
  /** The press whose acknowledgement has to go out. */
  readonly owed: PressName | null;
  readonly ledger: Ledger;
}

export const START: Session = {
  phase: 'hello',
  canCombine: false,
  isShaky: false,
  face: null,
  wanted: null,
  shown: null,
  vainShows: 0,
  slots: 0,
  sent: null,
  isKeyHeld: false,
  quality: CLEAN,
  foreignAnswers: 0,
  owed: null,
  ledger: [],
};

const KEYS = Object.keys(START) as (keyof Session)[];

export type Input =
  | { readonly kind: 'reset' }
  | { readonly kind: 'face'; readonly face: string }
  | { readonly kind: 'dealt'; readonly press: PressName }
  /** A slot was used. */
  | { readonly kind: 'asked' }
  /** The pad's answer in its slot; `isListening`: somebody takes presses. */
  | { readonly kind: 'message'; readonly message: UnitMessage; readonly isListening: boolean }
  /** Silence instead of an answer. */
  | { readonly kind: 'silence' }
  /** Noise, or half an answer. */
  | { readonly kind: 'noise' }
  /** Another unit answered in its place, cleanly. */
  | { readonly kind: 'foreign' };

export interface Step {
  readonly session: Session;
  /** A press to hand on. */
  readonly press: WirePress | null;
  /** A resend that is older than what was dealt with. */
  readonly late: WirePress | null;
}

/** Faces sent in vain before the pad is believed to be unable to show them. */
const VAIN_SHOWS = 3;
/** Such a face is tried again once in so many slots. */
const STUBBORN_EVERY = 64;

/** So many answers of another unit in a row are no late answer, but a wrong address. */
const FOREIGN = 3;

/** What an input does to the session. Pure. */
export function next(session: Session, input: Input): Step {
  switch (input.kind) {
    case 'reset':
      return quiet({ ...session, phase: 'hello', isShaky: false, shown: null, vainShows: 0, quality: CLEAN });
    case 'face':
      return quiet(given(session, input.face));
    case 'dealt': {
      const { nonce, sequence } = input.press;
      return quiet({ ...session, ledger: dealPress(session.ledger, nonce, sequence), owed: input.press });
    }
    case 'asked':
      return quiet(asked(session));
    case 'silence':
      return quiet({ ...session, isShaky: true, foreignAnswers: 0 });
    case 'foreign':
      return quiet({ ...session, isShaky: true, foreignAnswers: Math.min(FOREIGN, session.foreignAnswers + 1) });
    case 'noise':
      return quiet({ ...session, isShaky: true, quality: afterAnswer(session.quality, false) });
    case 'message': {
      const quality = afterAnswer(session.quality, true);
      const heard: Fresh<Session> = { ...session };
      heard.isShaky = false;
      heard.foreignAnswers = 0;
      heard.quality = quality;
      const { message } = input;
      const step = message.kind === 'hello' ? quiet(met(heard, message)) : told(heard, message, input.isListening);
      return isEqual(session, step.session) ? { ...step, session } : step;
    }
  }
}

/** Whether nothing changed: then the session stays the very value that it was, and its reader need not look again. */
function isEqual(before: Session, after: Session): boolean {
  for (const key of KEYS) if (before[key] !== after[key]) return false;
  return true;
}

function given(session: Session, face: string): Session {
  if (face === session.face) return session;
  const shown: Fresh<Session> = { ...session };
  shown.face = face;
  shown.wanted = faceDigest(face);
  shown.vainShows = 0;
  return shown;
}

function quiet(session: Session): Step {
  return { session, press: null, late: null };
}

function asked(session: Session): Session {
  const what = asks(session);
  const sent = what === 'show' || what === 'acknowledge-and-show' ? session.wanted : null;
  // Slots are counted only where somebody waits for their number.
  const slots = session.vainShows < VAIN_SHOWS ? 1 : (session.slots + 1) % STUBBORN_EVERY;
  if (sent === session.sent && slots === session.slots) return session;
  const used: Fresh<Session> = { ...session };
  used.sent = sent;
  used.slots = slots;
  return used;
}

function met(session: Session, hello: Extract<UnitMessage, { kind: 'hello' }>): Session {
  const canCombine = hello.version === COMBINING_VERSION;
  const isOurs = hello.unit === KEYPAD_UNIT && (canCombine || hello.version === PROTOCOL_VERSION);
  return { ...session, phase: isOurs ? 'running' : 'strange', canCombine };
}

/** @param session nobody has it yet: what changes is written to it */
function told(session: Fresh<Session>, message: Extract<UnitMessage, { kind: 'state' }>, isListening: boolean): Step {
  const { press, state } = message;
  session.isKeyHeld = state.isKeyHeld;
  session.shown = state.digest;
  session.vainShows = vainShows(session, state.digest);
  session.ledger = keptByUnit(session.ledger, press);
  // A pad that sends no press, or another one, has got the acknowledgement.
  if (!isSame(session.owed, press)) session.owed = null;
  if (!press || !isListening) return quiet(session);
  const { ledger, standing } = meetPress(session.ledger, press.nonce, press.sequence);
  session.ledger = ledger;
  switch (standing) {
    case 'new':
      return { session, press, late: null };
    case 'in-hand':
      return quiet(session);
    case 'dealt':
      session.owed = press;
      return quiet(session);
    case 'late':
      session.owed = press;
      return { session, press: null, late: press };
  }
}

function vainShows({ sent, vainShows: before }: Session, digest: string): number {
  if (sent === null) return before;
  return sent === digest ? 0 : before + 1;
}

function isSame(owed: PressName | null, press: PressName | null): boolean {
  return owed !== null && press !== null && owed.nonce === press.nonce && owed.sequence === press.sequence;
}

function isPaintDue(session: Session): boolean {
  if (session.face === null || session.wanted === session.shown) return false;
  return session.vainShows < VAIN_SHOWS || session.slots === 0;
}

/** Whether another unit answers at its address. */
export function isForeign({ foreignAnswers }: Session): boolean {
  return foreignAnswers === FOREIGN;
}

/** What the next slot is for. */
export function asks(session: Session): 'hello' | 'acknowledge' | 'acknowledge-and-show' | 'show' | 'poll' {
  if (session.phase !== 'running') return 'hello';
  if (session.isShaky) return 'poll';
  const isPainting = isPaintDue(session);
  if (session.owed !== null) return isPainting && session.canCombine ? 'acknowledge-and-show' : 'acknowledge';
  return isPainting ? 'show' : 'poll';
}

/**
 * Whether the pad should get its slot before the round comes to it. While a press is being answered its face waits for the
 * answer, which goes out in the same frame: till then what is new on it comes with the next question.
 */
export function isUrgent(session: Session): boolean {
  if (session.isShaky || session.phase === 'strange') return false;
  const what = asks(session);
  return what !== 'poll' && !(what === 'show' && hasPressInHand(session.ledger));
}

/** The bytes of the next slot. */
export function question(session: Session, address: number): Uint8Array {
  switch (asks(session)) {
    case 'hello':
      return askHello(address);
    case 'acknowledge':
      return acknowledge(address, session.owed?.nonce ?? '', session.owed?.sequence ?? 0);
    case 'acknowledge-and-show':
      return acknowledgeAndShow(address, session.owed?.nonce ?? '', session.owed?.sequence ?? 0, session.face ?? '');
    case 'show':
      return showFace(address, session.face ?? '');
    case 'poll':
      return askState(address);
  }
}
