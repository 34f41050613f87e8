import type { Fresh } from '../../src/devices/fresh.ts';
/**
 * ESC/POS, the part that a ticket printer session needs: bytes ↔ values, pure. Sections cited are those of Epson's
 * "ESC/POS command reference" and of the TM-T88III specification, appendix G (how to tell received bytes apart).
 */

/** What is known of the printer's body. */
export interface PrinterStatus {
  readonly isOffline: boolean;
  readonly isCoverOpen: boolean;
  /** Somebody holds the feed button: offline until it is let go. */
  readonly isFeeding: boolean;
  readonly isPaperOut: boolean;
  readonly isPaperLow: boolean;
  readonly isCutterJammed: boolean;
  /** Mechanical or unrecoverable: needs a person, often the power switch. */
  readonly isBroken: boolean;
  /** Head too hot and the like: goes away by itself. */
  readonly isCoolingDown: boolean;
}
type StatusFlag = keyof PrinterStatus;

/** The four real-time questions of DLE EOT. */
export type StatusQuestion = 1 | 2 | 3 | 4;

/** One row: the flag stands when any bit of `mask` is set in the answer. */
interface StatusRow {
  readonly flag: StatusFlag;
  readonly mask: number;
}

/** What differs between makers. A dialect is the one below it with rows replaced. */
export interface Dialect {
  readonly realTime: Readonly<Record<StatusQuestion, readonly StatusRow[]>>;
  /** Rows of ASB bytes 1–3; null: it has no automatic status. */
  readonly automatic: readonly (readonly StatusRow[])[] | null;
  /** Whether asking for a process id makes sense. */
  readonly mayConfirm: boolean;
}

/** DLE EOT n and GS a as in the Epson TM manuals; Citizen CBM-1000 and Bixolon SRP-350 agree. */
const epson: Dialect = {
  realTime: {
    1: [{ flag: 'isOffline', mask: 0x08 }],
    2: [
      { flag: 'isCoverOpen', mask: 0x04 },
      { flag: 'isFeeding', mask: 0x08 },
      { flag: 'isPaperOut', mask: 0x20 },
    ],
    3: [
      { flag: 'isBroken', mask: 0x04 | 0x20 },
      { flag: 'isCutterJammed', mask: 0x08 },
      { flag: 'isCoolingDown', mask: 0x40 },
    ],
    4: [
      { flag: 'isPaperLow', mask: 0x0c },
      { flag: 'isPaperOut', mask: 0x60 },
    ],
  },
  automatic: [
    [
      { flag: 'isOffline', mask: 0x08 },
      { flag: 'isCoverOpen', mask: 0x20 },
      { flag: 'isFeeding', mask: 0x40 },
    ],
    [
      { flag: 'isBroken', mask: 0x04 | 0x20 },
      { flag: 'isCutterJammed', mask: 0x08 },
      { flag: 'isCoolingDown', mask: 0x40 },
    ],
    [
      { flag: 'isPaperLow', mask: 0x03 },
      { flag: 'isPaperOut', mask: 0x0c },
    ],
  ],
  mayConfirm: true,
};

/** Clones: DLE EOT and GS r as Epson's, nothing else to rely on. */
const generic: Dialect = { ...epson, automatic: null, mayConfirm: false };

/** Citizen PPU-231II: in DLE EOT 4, bit 5 alone is paper end; bit 6 is a ticket in the presenter. */
const citizenPresenter: Dialect = {
  ...generic,
  realTime: {
    ...generic.realTime,
    4: [
      { flag: 'isPaperLow', mask: 0x0c },
      { flag: 'isPaperOut', mask: 0x20 },
    ],
  },
};

/** Dialects by the name of the setting `profile`. */
export const DIALECTS = { epson, generic, 'citizen-presenter': citizenPresenter } as const;

const ALL_WELL: PrinterStatus = {
  isOffline: false,
  isCoverOpen: false,
  isFeeding: false,
  isPaperOut: false,
  isPaperLow: false,
  isCutterJammed: false,
  isBroken: false,
  isCoolingDown: false,
};

type Flags = Fresh<PrinterStatus>;

const FLAGS = Object.keys(ALL_WELL) as StatusFlag[];
const QUESTIONS: readonly StatusQuestion[] = [1, 2, 3, 4];

function setFlags(status: Flags, rows: readonly StatusRow[], byte: number): void {
  for (const { flag, mask } of rows) if ((byte & mask) !== 0) status[flag] = true;
}

/** Status from the answers to DLE EOT 1, 2, 3, 4, in this order. */
export function statusOfAnswers(dialect: Dialect, answers: readonly number[]): PrinterStatus {
  const status: Flags = { ...ALL_WELL };
  for (const question of QUESTIONS) setFlags(status, dialect.realTime[question], answers[question - 1] ?? 0);
  return status;
}

/**
 * What of `seen` may be believed: trouble that one of the earlier statuses shows too. The end of trouble is believed at
 * once.
 */
export function believable(seen: PrinterStatus, earlier: readonly (PrinterStatus | null)[]): PrinterStatus {
  const believed: Flags = { ...ALL_WELL };
  for (const flag of FLAGS) believed[flag] = seen[flag] && earlier.some((status) => status?.[flag] === true);
  return believed;
}

/** Whether two statuses say the same. */
export function isSameStatus(one: PrinterStatus, other: PrinterStatus): boolean {
  return FLAGS.every((flag) => one[flag] === other[flag]);
}

/** Status from the four bytes of automatic status back (GS a); null for a dialect without it. */
export function statusOfAutomatic(dialect: Dialect, bytes: readonly number[]): PrinterStatus | null {
  if (!dialect.automatic) return null;
  const status: Flags = { ...ALL_WELL };
  for (const [index, rows] of dialect.automatic.entries()) setFlags(status, rows, bytes[index] ?? 0);
  return status;
}

// ── what is sent ─────────────────────────────────────────────────────────────────────────────────────

const DLE = 0x10;
const ESC = 0x1b;
const FS = 0x1c;
const GS = 0x1d;

/** ESC @: initialize. Clears the line buffer and all modes; what waits in the receive buffer stays. */
export const INITIALIZE = Uint8Array.of(ESC, 0x40);
/** FS &: Chinese mode on; FS .: off. */
export const HANZI_ON = Uint8Array.of(FS, 0x26);
export const HANZI_OFF = Uint8Array.of(FS, 0x2e);

/** DLE EOT n: real-time status, answered on reception, also while offline. */
export function askStatus(question: StatusQuestion): Uint8Array {
  return Uint8Array.of(DLE, 0x04, question);
}

/** GS a n: automatic status back for everything, or off. Executed in buffer order; forgotten after ESC @ by some. */
export function automaticStatus(isOn: boolean): Uint8Array {
  return Uint8Array.of(GS, 0x61, isOn ? 0x0f : 0x00);
}

/** GS r 1: paper sensor status, executed in buffer order, not while offline. */
export const ASK_QUEUED = Uint8Array.of(GS, 0x72, 0x01);

/**
 * GS ( H fn 48: asks for `id` to be sent back when all printing before it is completed.
 *
 * @param id four characters of 0x20–0x7E
 */
export function askProcessId(id: string): Uint8Array {
  return Uint8Array.of(GS, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30, ...latin(id));
}

/** GS V 65 (full) or 66 (partial) with n = 0: feeds to the cutting position and cuts. */
export function cut(kind: 'partial' | 'full'): Uint8Array {
  return Uint8Array.of(GS, 0x56, kind === 'full' ? 0x41 : 0x42, 0x00);
}

/** Characters in a QR code: version 8 at level M, as wide as a narrow slip takes. */
export const LONGEST_QR = 150;

/**
 * Ends whatever command a lost connection cut short, to be sent before anything else: NUL is nothing to a printer that
 * waits for a command, and zero to one that waits for a length; any other byte there could make it swallow thousands.
 * As many as the longest command of ours (GS ( k with its data) may still be waiting for.
 */
export const END_COMMAND = new Uint8Array(LONGEST_QR + 16);

/** Part of what frees a printer that waits for the rest of a command: short enough for an answer to DLE EOT to come in time. */
export const FREEING = new Uint8Array(512);
/** As many as the longest length needs that two bytes can tell, GS ( k pL pH, and one for what was in the buffer. */
export const MOST_FREEINGS = 65_536 / FREEING.length + 1;

/** A line by itself: double size, centred: FS W, GS ! and ESC a as in the ticket itself. */
function largeLine(...text: readonly number[]): Uint8Array {
  const mode = [...INITIALIZE, ...HANZI_ON, ESC, 0x61, 0x01, FS, 0x57, 0x01, GS, 0x21, 0x11];
  return Uint8Array.of(...mode, ...text, 0x0a);
}

/** "作废 VOID" in GB18030. */
const VOID_LINE = largeLine(0xd7, 0xf7, 0xb7, 0xcf, ...latin(' VOID'));

/** Brings out what is left of an unfinished slip; one that is withdrawn is marked as void. */
export function clearOut(isVoid: boolean, kind: 'partial' | 'full'): Uint8Array {
  return concat(isVoid ? VOID_LINE : Uint8Array.of(0x0a), cut(kind), INITIALIZE);
}

/** Joins byte strings. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

function latin(text: string): number[] {
  return Array.from(text, (character) => character.charCodeAt(0) & 0x7f);
}
