import { type FakeBranch, fakeBranch } from '../branch/port.fake.ts';
import { type FakeClock, fakeClock } from '../clock.fake.ts';
import { seconds } from '../clock.ts';
import type {
  CardRead,
  CardReader,
  LampState,
  Press,
  PrinterReadiness,
  PrintTrouble,
  TicketPrinter,
} from '../devices/kinds.ts';
import { silentLog } from '../devices/log.ts';
import type { Ticket } from '../queue/state.ts';
import { openCardDesk } from './card-desk.ts';
import { type KioskButton, runKiosk } from './kiosk.ts';
import { CARD_BUTTON } from './kiosk-card.ts';
import type { KioskCare } from './kiosk-care.ts';
import type { SlipCode } from './kiosk-codes.ts';
import type { LockOutRules } from './kiosk-lock-out.ts';

export interface KioskStandOptions {
  readonly whenNotReady?: 'refuse' | 'screen';
  readonly hasPrinter?: boolean;
  /** How the printer is when the daemon starts; left out: ready. */
  readonly atStart?: PrintTrouble;
  readonly severalWithin?: number;
  readonly lockOut?: LockOutRules;
  readonly care?: KioskCare;
  /** With a button that says yes. */
  readonly yesButton?: number;
  readonly papersWithin?: number;
  /** Cash has three forms, one of them in Chinese alone; the bank has messages for wealth. */
  readonly hasForms?: boolean;
  /** Languages of the branch, the first one that of all buttons but 4; left out: the panel shows Latin letters alone. */
  readonly languages?: readonly string[];
  /** With a card reader: tickets that a card may draw a day, and whether it draws one of `cash` at once. */
  readonly cards?: { readonly limit: number | null; readonly isDrawing?: boolean };
}

/** A kiosk with the buttons 1 account, 2 cash, 4 wealth, at a branch that the test writes. */
export interface KioskStand {
  readonly clock: FakeClock;
  readonly branch: FakeBranch;
  /** Ids of presses, in the order of their acknowledgement. */
  readonly acknowledged: readonly string[];
  readonly lamps: readonly LampState[];
  /** Both lines, ` / ` between them. */
  readonly text: string;
  /** A press with the id `N-1`, `N-2` … unless another is given. */
  press(button: number, extra?: Partial<Press<number>>): void;
  /** What the reader makes of a card; null: it cannot be read. */
  card(token: string | null, segment?: string | null): void;
  /** Keys that the reader was told to make tokens with, as hex. */
  readonly keys: readonly string[];
  /** From now on the printer is known not to print; null: it does. */
  printer(trouble: PrintTrouble | null): void;
  /** Shows a code to the kiosk's reader; `day label` is that of a slip. */
  /** At each question to the printer: how many commands had been asked by then. */
  readonly asked: readonly number[];
  show(code: string): void;
  stop(): void;
}

/** Makes a {@link KioskStand}; tickets are issued as A001, A002 … with those before them ahead. */
export function kioskStand({
  whenNotReady = 'refuse',
  hasPrinter = true,
  atStart,
  severalWithin = 0,
  yesButton,
  papersWithin = 0,
  hasForms = false,
  cards,
  lockOut,
  care,
  languages,
}: KioskStandOptions = {}): KioskStand {
  const clock = fakeClock();
  const branch = issuingBranch();
  const asked: number[] = [];
  const { printer, setTrouble } = fakePrinter(() => void asked.push(branch.commands.length));
  if (atStart) setTrouble(atStart);
  const acknowledged: string[] = [];
  const seen: { lamps: readonly LampState[]; text: string } = { lamps: [], text: '' };
  let listener: (press: Press<number>) => void = () => {};
  let sequence = 0;
  const panel = {
    onPress(given: typeof listener) {
      listener = given;
    },
    showLamps(lamps: readonly LampState[]) {
      seen.lamps = lamps;
    },
    showText({ line1, line2 }: { readonly line1: string; readonly line2: string }) {
      seen.text = `${line1} / ${line2}`;
    },
  };
  const { reader, swipe, keys } = fakeReader();
  const isDrawing = cards?.isDrawing === true;
  const [spoken] = languages ?? [];
  const buttons = [...BUTTONS, ...(isDrawing ? [CARD] : [])].map((button) =>
    spoken !== undefined && button.button !== 4 ? { ...button, language: spoken } : button,
  );
  const forms = (services: readonly string[]) => (hasForms && services.includes('cash') ? FORMS : []);
  const messages = (services: readonly string[]) => (hasForms && services.includes('wealth') ? MESSAGES : []);
  const paper = {
    whenNotReady,
    severalWithin,
    zone: () => 'Asia/Shanghai',
    forms,
    messages,
    papersWithin,
    yesButton: yesButton ?? null,
    languages: () => languages ?? null,
    ...(lockOut ? { lockOut } : {}),
    ...(care ? { care } : {}),
  };
  const parts = { branch, clock, log: silentLog, device: 'kiosk1', panel, buttons, ...paper };
  const limit = cards?.limit ?? null;
  const desk = openCardDesk({ branch, cards: () => ({ prefixes: [], limit }), random: counted() });
  const own = { reader, desk, buttonWithin: seconds(20), ordinary: 'ordinary', isDrawing };
  const codes = { ...fakeCodes(branch), ...(spoken === undefined ? {} : { language: spoken }) };
  const stop = runKiosk({ ...parts, printer: hasPrinter ? printer : null, codes, ...(cards ? { cards: own } : {}) });
  return {
    clock,
    branch,
    acknowledged,
    get lamps() {
      return seen.lamps;
    },
    get text() {
      return seen.text;
    },
    press(key, extra = {}) {
      sequence += 1;
      const id = extra.id ?? `N-${sequence}`;
      listener({ key, id, acknowledge: () => void acknowledged.push(id), ...extra });
    },
    card: swipe,
    keys,
    printer: setTrouble,
    asked,
    show: codes.show,
    stop,
  };
}

const FORMS = [{ 'zh-CN': '身份证', en: 'ID card' }, { 'zh-CN': '存款凭条' }, { en: 'Form 12' }];

const MESSAGES = [
  { 'zh-CN': '新品', en: 'Higher rates for three years' },
  { en: 'A message that is much too long for the screen' },
  { en: 'Tea?' },
];

const BUTTONS: readonly KioskButton[] = [
  { button: 1, service: 'account', segment: 'ordinary', language: 'en' },
  { button: 2, service: 'cash', segment: 'ordinary', language: 'en' },
  { button: 4, service: 'wealth', segment: 'caring', language: 'en' },
];

function fakeCodes({ committed }: FakeBranch) {
  let listener: (code: string) => void = () => {};
  return {
    language: 'en',
    show: (code: string): void => listener(code),
    reader: {
      onCode(given: typeof listener) {
        listener = given;
      },
    },
    slipOf(code: string): SlipCode | null {
      const [day, label] = code.split(' ');
      return day === undefined || label === undefined ? null : { day, label };
    },
    /** Branch time begins with the day: what was issued before is of 2026-01-04. */
    dayOf: ({ issuedAt }: Ticket) => (issuedAt < 0 ? '2026-01-04' : (committed.day?.date ?? null)),
  };
}

/** Buttons one after the other, a second each. */
export async function presses({ press, clock }: KioskStand, ...buttons: readonly number[]): Promise<void> {
  for (const button of buttons) {
    press(button);
    await clock.advance(seconds(1));
  }
}

/** For whom numbers were asked, and with which needs. */
export const issues = ({ branch }: KioskStand) =>
  branch.commands.flatMap((command) =>
    command.type === 'issue' ? [[command.service, command.segment, ...(command.needs ?? [])]] : [],
  );

const CARD: KioskButton = { button: CARD_BUTTON, service: 'cash', segment: 'ordinary', language: 'en' };

/** Keys that are all different. */
function counted(): (bytes: number) => Uint8Array {
  let keys = 0;
  return (bytes) => {
    keys += 1;
    return new Uint8Array(bytes).fill(keys);
  };
}

function fakeReader() {
  let listener: (read: CardRead) => void = () => {};
  let cards = 0;
  const keys: string[] = [];
  const reader: CardReader = {
    onCard(given) {
      listener = given;
    },
    lookUpIn: ({ key }) => void keys.push(Buffer.from(key).toString('hex').slice(0, 2)),
  };
  const swipe = (token: string | null, segment: string | null = null): void => {
    cards += 1;
    listener(token === null ? { kind: 'unreadable' } : { kind: 'card', id: `R-${cards}`, segment, token });
  };
  return { reader, swipe, keys };
}

function issuingBranch(): FakeBranch {
  const branch = fakeBranch();
  let number = 0;
  branch.reply = () => {
    number += 1;
    return { kind: 'issued', ticket: number, label: `A00${number}`, ahead: number - 1 };
  };
  return branch;
}

function fakePrinter(expect: () => void): {
  readonly printer: TicketPrinter;
  setTrouble(trouble: PrintTrouble | null): void;
} {
  let readiness: PrinterReadiness = { kind: 'ready', isPaperLow: false };
  const listeners = new Set<(readiness: PrinterReadiness) => void>();
  return {
    printer: {
      readiness: () => readiness,
      print: async () => ({ kind: 'unknown' }),
      expect,
      prepare() {},
      bringOutLeftover: () => {},
      onReadiness(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    setTrouble(trouble) {
      readiness = trouble ? { kind: 'not-ready', trouble } : { kind: 'ready', isPaperLow: false };
      for (const listener of listeners) listener(readiness);
    },
  };
}
