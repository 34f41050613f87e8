import { type Millis, ms, seconds } from '../../src/clock.ts';
import type { Fresh } from '../../src/devices/fresh.ts';
import { addressText, type Hearing, hear, SILENCE } from '../../src/devices/line-protocol/frame.ts';
import { dealPress, keptByUnit, type Ledger, meetPress } from '../../src/devices/line-protocol/ledger.ts';
import {
  acknowledge,
  askHello,
  askState,
  faceDigest,
  messageOf,
  PROTOCOL_VERSION,
  showFace,
  type UnitMessage,
  type WirePress,
} from '../../src/devices/line-protocol/messages.ts';
import { afterAnswer, CLEAN, type Quality } from '../../src/devices/line-protocol/quality.ts';
import { HANZI_VERSION, PANEL_UNIT, type PanelFaces } from './protocol.ts';

type PressName = Pick<WirePress, 'nonce' | 'sequence'>;

/** Everything that the driver knows of one panel. Times are monotonic, ms. */
export interface Session {
  readonly address: number;
  /** `off`: no wire. `over`: the wire is given up, and waits to be closed. */
  readonly phase: 'off' | 'hello' | 'running' | 'over';
  readonly isStrange: boolean;
  readonly hearing: Hearing;
  readonly heardAt: Millis;
  readonly askedAt: Millis;
  /** A question is out and not answered. */
  readonly isAsking: boolean;
  /** Digest of the face that went out with the question under way. */
  readonly sent: string | null;
  /** What it is to show, in both scripts. */
  readonly faces: PanelFaces | null;
  /** Whether this panel shows Hanzi. */
  readonly showsHanzi: boolean;
  readonly shown: string | null;
  readonly vainShows: number;
  readonly isKeyHeld: boolean;
  readonly quality: Quality;
  /** The press whose acknowledgement has to go out. */
  readonly owed: PressName | null;
  readonly ledger: Ledger;
}

/** A panel whose wire is not open yet. */
export function startSession(address: number): Session {
  return {
    address,
    phase: 'off',
    isStrange: false,
    hearing: SILENCE,
    heardAt: 0,
    askedAt: 0,
    isAsking: false,
    sent: null,
    faces: null,
    showsHanzi: false,
    shown: null,
    vainShows: 0,
    isKeyHeld: false,
    quality: CLEAN,
    owed: null,
    ledger: [],
  };
}

export type Input =
  /** A wire is open. */
  | { readonly kind: 'begin'; readonly at: Millis }
  /** `isListening`: somebody takes presses. */
  | { readonly kind: 'bytes'; readonly at: Millis; readonly bytes: Uint8Array; readonly isListening: boolean }
  /** Every {@link TICK}. */
  | { readonly kind: 'tick'; readonly at: Millis }
  | { readonly kind: 'face'; readonly at: Millis; readonly faces: PanelFaces }
  | { readonly kind: 'dealt'; readonly at: Millis; readonly press: PressName }
  /** The wire is gone. */
  | { readonly kind: 'end' };

export type Effect =
  | { readonly kind: 'send'; readonly bytes: Uint8Array }
  | { readonly kind: 'press'; readonly press: WirePress }
  /** A resend that is older than what was dealt with. */
  | { readonly kind: 'late'; readonly press: WirePress }
  | { readonly kind: 'identified'; readonly detail: string }
  | { readonly kind: 'lost'; readonly reason: string };

export interface Step {
  readonly session: Session;
  readonly effects: readonly Effect[];
}

/** How often time is an input. */
export const TICK: Millis = ms(250);
/** A question that is not answered is asked again. */
const ASK_AGAIN: Millis = ms(500);
/** The panel hears from the daemon at least so often. */
const HEARTBEAT: Millis = seconds(1);
/** A panel that is silent for so long is gone. */
const GONE_AFTER: Millis = seconds(3);
/** Faces sent in vain before the panel is believed to be unable to show them; then tried with each tenth heartbeat. */
const VAIN_SHOWS = 5;
const STUBBORN_EVERY: Millis = seconds(10);

/** What an input does to the session. Pure. */
export function next(session: Session, input: Input): Step {
  switch (input.kind) {
    case 'begin':
      return begin(session, input.at);
    case 'end':
      return { session: { ...session, phase: 'off', isAsking: false, hearing: SILENCE }, effects: [] };
    case 'face': {
      const isNews = !isSameFaces(input.faces, session.faces);
      return pump(isNews ? { ...session, faces: input.faces, vainShows: 0 } : session, input.at, []);
    }
    case 'dealt': {
      const { nonce, sequence } = input.press;
      const ledger = dealPress(session.ledger, nonce, sequence);
      return pump({ ...session, ledger, owed: input.press }, input.at, []);
    }
    case 'tick':
      return tick(session, input.at);
    case 'bytes':
      return session.phase === 'hello' || session.phase === 'running'
        ? heard(session, input)
        : { session, effects: [] };
  }
}

function begin(session: Session, at: Millis): Step {
  const fresh: Session = {
    ...startSession(session.address),
    phase: 'hello',
    heardAt: at,
    faces: session.faces,
    ledger: session.ledger,
  };
  return ask(fresh, at, askHello(session.address), []);
}

/** @param sent digest of the face that goes out with it */
function ask(
  session: Session,
  at: Millis,
  bytes: Uint8Array,
  before: readonly Effect[],
  sent: string | null = null,
): Step {
  const asking: Fresh<Session> = { ...session };
  asking.askedAt = at;
  asking.isAsking = true;
  asking.sent = sent;
  return { session: asking, effects: [...before, { kind: 'send', bytes }] };
}

function lose(session: Session, reason: string, before: readonly Effect[] = []): Step {
  return { session: { ...session, phase: 'over' }, effects: [...before, { kind: 'lost', reason }] };
}

function tick(session: Session, at: Millis): Step {
  if (session.phase !== 'hello' && session.phase !== 'running') return { session, effects: [] };
  if (at - session.heardAt >= GONE_AFTER) return lose(session, 'no answer from the panel for 3 s');
  if (session.isAsking && at - session.askedAt < ASK_AGAIN) return { session, effects: [] };
  const free = session.isAsking ? { ...session, isAsking: false } : session;
  if (free.phase === 'hello') return ask(free, at, askHello(free.address), []);
  const pumped = pump(free, at, []);
  if (pumped.effects.length > 0 || at - session.askedAt < HEARTBEAT) return pumped;
  return ask(pumped.session, at, askState(session.address), []);
}

/** Asks what is most urgent, one question at a time. */
function pump(session: Session, at: Millis, before: readonly Effect[]): Step {
  const { phase, isAsking, owed, address } = session;
  if (phase !== 'running' || isAsking) return { session, effects: before };
  if (owed) return ask(session, at, acknowledge(address, owed.nonce, owed.sequence), before);
  const face = faceOf(session);
  if (face === null || !isPaintDue(session, face, at)) return { session, effects: before };
  return ask(session, at, showFace(address, face), before, faceDigest(face));
}

/** The face in the script of the panel. */
function faceOf({ faces, showsHanzi }: Session): string | null {
  return faces && (showsHanzi ? faces.hanzi : faces.latin);
}

/** Whether two pairs of faces are the same. */
export function isSameFaces(one: PanelFaces, other: PanelFaces | null): boolean {
  return one.hanzi === other?.hanzi && one.latin === other.latin;
}

function isPaintDue({ shown, vainShows, askedAt }: Session, face: string, at: Millis): boolean {
  if (faceDigest(face) === shown) return false;
  return vainShows < VAIN_SHOWS || Math.floor(at / STUBBORN_EVERY) !== Math.floor(askedAt / STUBBORN_EVERY);
}

function heard(session: Session, input: Extract<Input, { kind: 'bytes' }>): Step {
  const { hearing, frames, garbled } = hear(session.hearing, input.bytes);
  const listening: Fresh<Session> = { ...session };
  listening.hearing = hearing;
  let step: Step = { session: listening, effects: [] };
  const grade = (isGood: boolean): void => {
    const quality = afterAnswer(step.session.quality, isGood);
    if (quality !== step.session.quality) step = { session: { ...step.session, quality }, effects: step.effects };
  };
  for (let bad = 0; bad < garbled; bad += 1) grade(false);
  for (const frame of frames) {
    const message = messageOf(frame);
    grade(message !== null);
    if (!message || step.session.phase === 'over') continue;
    if (frame.address === addressText(session.address)) step = told(step, message, input);
    else if (step.session.phase === 'hello') step = strange(step, `unit ${frame.address} answered`);
  }
  return step;
}

function strange({ session, effects }: Step, what: string): Step {
  return lose(
    { ...session, isStrange: true },
    `${what} where panel ${addressText(session.address)} was expected`,
    effects,
  );
}

function told(step: Step, message: UnitMessage, input: Extract<Input, { kind: 'bytes' }>): Step {
  if (message.kind === 'hello') return met(step, message, input.at);
  if (step.session.phase === 'hello') return step;
  const { press, state } = message;
  const { sent, vainShows } = step.session;
  const session: Fresh<Session> = { ...step.session };
  session.heardAt = input.at;
  session.isAsking = false;
  session.sent = null;
  session.isKeyHeld = state.isKeyHeld;
  session.shown = state.digest;
  if (sent !== null) session.vainShows = sent === state.digest ? 0 : vainShows + 1;
  if (!isSame(session.owed, press)) session.owed = null;
  session.ledger = keptByUnit(session.ledger, press);
  const taken = press && input.isListening ? take(session, press) : { session, effects: [] };
  return pump(taken.session, input.at, [...step.effects, ...taken.effects]);
}

function met(step: Step, hello: Extract<UnitMessage, { kind: 'hello' }>, at: Millis): Step {
  const showsHanzi = hello.version === HANZI_VERSION;
  if (hello.unit !== PANEL_UNIT || (hello.version !== PROTOCOL_VERSION && !showsHanzi)) {
    return strange(step, `a unit of kind ${hello.unit}, version ${hello.version}, answered`);
  }
  const wasRunning = step.session.phase === 'running';
  const session: Session = { ...step.session, phase: 'running', showsHanzi, heardAt: at, isAsking: false };
  const detail = `${hello.firmware}, boot ${hello.nonce}${showsHanzi ? ', shows Hanzi' : ''}`;
  return pump(session, at, wasRunning ? step.effects : [...step.effects, { kind: 'identified', detail }]);
}

function isSame(owed: PressName | null, press: PressName | null): boolean {
  return owed !== null && press !== null && owed.nonce === press.nonce && owed.sequence === press.sequence;
}

function take(session: Session, press: WirePress): Step {
  const { ledger, standing } = meetPress(session.ledger, press.nonce, press.sequence);
  switch (standing) {
    case 'new':
      return { session: { ...session, ledger }, effects: [{ kind: 'press', press }] };
    case 'in-hand':
      return { session: { ...session, ledger }, effects: [] };
    case 'dealt':
      return { session: { ...session, ledger, owed: press }, effects: [] };
    case 'late':
      return { session: { ...session, ledger, owed: press }, effects: [{ kind: 'late', press }] };
  }
}
