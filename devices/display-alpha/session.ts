import { type Millis, minutes, ms, seconds } from '../../src/clock.ts';
import type { Mode } from './protocol.ts';

/** What the sign should show, as it can show it. */
export interface Face {
  readonly text: string;
  readonly mode: Mode;
}

/** One packet to send. */
export type Part = 'memory' | 'text' | 'string';

export interface Periods {
  /** The face is sent again, ms. */
  readonly repeatEvery: Millis;
  /** The memory is set up again, ms; null: only after a reset. */
  readonly configureEvery: Millis | null;
  /** Part of each minute in which the memory may be set up again, after its beginning, ms. */
  readonly slot: Millis;
}

/** Everything that the driver knows of one sign. Times are monotonic, ms. */
export interface Session {
  readonly periods: Periods;
  readonly face: Face | null;
  /** Packets to send, the next one first; at most one of each part, in the order of {@link WHOLE}. */
  readonly parts: readonly Part[];
  /** The packet that the bus is sending. */
  readonly underWay: Part | null;
  /** The sign is busy with the packet before until then. */
  readonly readyAt: Millis;
  /** How often the newest face was sent. */
  readonly sends: number;
  /** When the face goes out again; null before the first face. */
  readonly repeatAt: Millis | null;
  readonly configureAt: Millis | null;
}

/** A sign of which nothing is known and nothing is asked. */
export function startSession({
  address,
  repeatEvery,
  configureEvery,
}: {
  address: number;
  repeatEvery: number;
  configureEvery: number;
}): Session {
  const periods: Periods = {
    repeatEvery: seconds(repeatEvery),
    configureEvery: configureEvery === 0 ? null : minutes(configureEvery),
    slot: (address * SLOT) % ROUND,
  };
  return unknownSign(periods);
}

export type Input =
  | { readonly kind: 'face'; readonly at: Millis; readonly face: Face }
  /** Nothing is known of the sign any more. */
  | { readonly kind: 'reset'; readonly at: Millis }
  /** The bus has taken the first of the parts … */
  | { readonly kind: 'taken'; readonly at: Millis }
  /** … and has sent it. */
  | { readonly kind: 'sent'; readonly at: Millis }
  /** Time has passed. */
  | { readonly kind: 'time'; readonly at: Millis };

/** Setting up the memory keeps a sign busy for up to a second; other packets need 100 ms (§5.1.4). */
const BUSY: Readonly<Record<Part, Millis>> = { memory: seconds(1), text: ms(100), string: ms(100) };
/** A new face is sent again so soon, since nobody says whether it came through; after that at the set period. */
const EARLY_REPEATS: readonly Millis[] = [seconds(1), seconds(5)];
/** The first set-up of the memory may be lost in noise, and then the sign is dark: it comes a second time, at the earliest so soon. */
const SECOND_SET_UP: Millis = seconds(30);
/** Signs of a bus go dark one after the other, each in its own slot of every round: dark together they look broken. */
const ROUND: Millis = minutes(1);
/** Longer than a sign is dark. */
const SLOT: Millis = seconds(2);
/** The number before the text that shows it: a sign that flashes the number of the customer before calls the wrong one. */
const WHOLE: readonly Part[] = ['memory', 'string', 'text'];

/** What an input does to the session. Pure. */
export function next(session: Session, input: Input): Session {
  const { at } = input;
  switch (input.kind) {
    case 'face':
      return withFace(session, input.face, at);
    case 'reset':
      return session.face ? whole({ ...session, underWay: null }, at) : unknownSign(session.periods);
    case 'taken': {
      const [underWay = null, ...parts] = session.parts;
      return { ...session, parts, underWay };
    }
    case 'sent': {
      const { underWay } = session;
      return underWay ? { ...session, underWay: null, readyAt: at + BUSY[underWay] } : session;
    }
    case 'time':
      return passed(session, at);
  }
}

function unknownSign(periods: Periods): Session {
  return { periods, face: null, parts: [], underWay: null, readyAt: 0, sends: 0, repeatAt: null, configureAt: null };
}

function withFace(session: Session, face: Face, at: Millis): Session {
  const before = session.face;
  if (before?.text === face.text && before.mode === face.mode) return session;
  if (!before) return whole({ ...session, face }, at);
  const changed: Part[] = [];
  if (before.text !== face.text) changed.push('string');
  if (before.mode !== face.mode) changed.push('text');
  return { ...session, face, parts: join(session.parts, changed), sends: 0, repeatAt: at + early(session, 0) };
}

function early({ periods }: Session, sends: number): Millis {
  return EARLY_REPEATS[sends] ?? periods.repeatEvery;
}

function whole(session: Session, at: Millis): Session {
  const { configureEvery } = session.periods;
  return {
    ...session,
    parts: WHOLE,
    readyAt: at,
    sends: 0,
    repeatAt: at + early(session, 0) + BUSY.memory,
    configureAt: configureEvery === null ? null : slotFrom(session, at + SECOND_SET_UP),
  };
}

/** When the sign's slot begins, at `at` or next after it. */
function slotFrom({ periods: { slot } }: Session, at: Millis): Millis {
  return Math.ceil((at - slot) / ROUND) * ROUND + slot;
}

function join(parts: readonly Part[], more: readonly Part[]): readonly Part[] {
  return WHOLE.filter((part) => parts.includes(part) || more.includes(part));
}

function passed(session: Session, at: Millis): Session {
  if (!session.face) return session;
  if (session.configureAt !== null && at >= session.configureAt) {
    // Setting up darkens the sign for a moment: never while it calls somebody.
    if (session.face.mode === 'flash') return { ...session, configureAt: slotFrom(session, at + SLOT) };
    const { configureEvery } = session.periods;
    // Counted from the slot, not from the moment in it at which the bus was free.
    const configureAt = configureEvery === null ? null : slotFrom(session, at - SLOT + configureEvery);
    return { ...whole(session, at), readyAt: session.readyAt, configureAt };
  }
  if (session.repeatAt === null || at < session.repeatAt) return session;
  const sends = session.sends + 1;
  return { ...session, parts: join(session.parts, ['string', 'text']), sends, repeatAt: at + early(session, sends) };
}

/** The part to send now, null when there is none or the sign is still busy. */
export function due(session: Session, at: Millis): Part | null {
  return session.underWay === null && at >= session.readyAt ? (session.parts[0] ?? null) : null;
}

/** When time alone will change something; null: never. */
export function nextAt({ face, parts, underWay, readyAt, repeatAt, configureAt }: Session): Millis | null {
  if (!face || underWay) return null;
  const times = [parts.length > 0 ? readyAt : null, repeatAt, configureAt].filter((time) => time !== null);
  return times.length > 0 ? Math.min(...times) : null;
}
