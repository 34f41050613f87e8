import { type FakeBranch, fakeBranch } from '../branch/port.fake.ts';
import { type FakeClock, fakeClock } from '../clock.fake.ts';
import type { LampState, Press, PrinterReadiness, PrintTrouble, TicketPrinter } from '../devices/kinds.ts';
import { silentLog } from '../devices/log.ts';
import { type KioskButton, runKiosk } from './kiosk.ts';

export interface KioskStandOptions {
  readonly whenNotReady?: 'refuse' | 'screen';
  readonly hasPrinter?: boolean;
  /** How the printer is when the daemon starts; left out: ready. */
  readonly atStart?: PrintTrouble;
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
  /** From now on the printer is known not to print; null: it does. */
  printer(trouble: PrintTrouble | null): void;
  stop(): void;
}

/** Makes a {@link KioskStand}; tickets are issued as A001, A002 … with those before them ahead. */
export function kioskStand({
  whenNotReady = 'refuse',
  hasPrinter = true,
  atStart,
}: KioskStandOptions = {}): KioskStand {
  const clock = fakeClock();
  const branch = issuingBranch();
  const { printer, setTrouble } = fakePrinter();
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
  const zone = (): string => 'Asia/Shanghai';
  const parts = { branch, clock, log: silentLog, device: 'kiosk1', panel, buttons: BUTTONS, whenNotReady, zone };
  const stop = runKiosk({ ...parts, printer: hasPrinter ? printer : null });
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
    printer: setTrouble,
    stop,
  };
}

const BUTTONS: readonly KioskButton[] = [
  { button: 1, service: 'account', segment: 'ordinary', language: 'en' },
  { button: 2, service: 'cash', segment: 'ordinary', language: 'en' },
  { button: 4, service: 'wealth', segment: 'ordinary', language: 'en' },
];

function issuingBranch(): FakeBranch {
  const branch = fakeBranch();
  let number = 0;
  branch.reply = () => {
    number += 1;
    return { kind: 'issued', ticket: number, label: `A00${number}`, ahead: number - 1 };
  };
  return branch;
}

function fakePrinter(): { readonly printer: TicketPrinter; setTrouble(trouble: PrintTrouble | null): void } {
  let readiness: PrinterReadiness = { kind: 'ready', isPaperLow: false };
  const listeners = new Set<(readiness: PrinterReadiness) => void>();
  return {
    printer: {
      readiness: () => readiness,
      print: async () => ({ kind: 'unknown' }),
      expect() {},
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
