import { type Cable, layCable } from '../broker/cable.ts';
import { type Mosquitto, makeMosquitto } from '../broker/mosquitto.ts';
import { type Consumer, openConsumer } from './consumer.ts';
import { type Hall, type HallWishes, openHall, settled } from './hall.ts';

export interface SceneWishes extends Omit<HallWishes, 'brokerUrl'> {
  /** Mosquitto, the same at the end of a cable that can be cut, or the broker that the daemon runs itself. */
  readonly broker?: 'mosquitto' | 'cabled' | 'embedded';
}

/** Whoever closes what a test opened: vitest's test context, or {@link closer}. */
export interface Closer {
  onTestFinished(close: () => Promise<void>): void;
}

/** A {@link Closer} for scenes that several tests share: `afterAll(shared.close)`. */
export function closer(): Closer & { close(): Promise<void> } {
  const closing: (() => Promise<void>)[] = [];
  return {
    onTestFinished: (close) => void closing.push(close),
    async close() {
      for (const close of closing.splice(0).reverse()) await close();
    },
  };
}

/** A hall with its broker, a device of the branch that hears every event, and what people do and see. */
export interface Scene {
  readonly hall: Hall;
  readonly reader: Consumer;
  /** Null: the daemon runs the broker. */
  readonly mosquitto: Mosquitto | null;
  /** Between the daemon and Mosquitto, where there is one; the reader has its own. */
  readonly cable: Cable | null;
  /** A teller presses a key and reads the answer, which stands on the first or on the second line. */
  press(pad: number, key: string, says: string): Promise<void>;
  /** A counter's display. */
  sign(counter: number, text: string, isBlinking?: boolean): Promise<void>;
  /** First line of a pad. */
  top(pad: number, line: string): Promise<void>;
  /** A customer takes a number and reads it on the panel. */
  take(button: number, label: string): Promise<void>;
  /** The pads open their counters. */
  openCounters(...pads: number[]): Promise<void>;
}

/** Opens a scene in service: daemon started, every device seen. It is closed with the test, also when it does not open. */
export async function openScene(test: Closer, wishes: SceneWishes = {}): Promise<Scene> {
  const { broker = 'mosquitto', ...others } = wishes;
  const open = closer();
  test.onTestFinished(open.close);
  const mosquitto = broker === 'embedded' ? null : await makeMosquitto();
  if (mosquitto) open.onTestFinished(() => mosquitto.remove());
  await mosquitto?.start();
  const cable = mosquitto && broker === 'cabled' ? await layCable(mosquitto.port) : null;
  if (cable) open.onTestFinished(() => cable.close());
  const hall = await openHall({ brokerUrl: (cable ?? mosquitto)?.url ?? null, ...others });
  open.onTestFinished(() => hall.close());
  const url = mosquitto?.url ?? `mqtt://127.0.0.1:${hall.brokerPort}`;
  // The daemon's own broker is there once the daemon is; another hears of everything from the first event on.
  if (!mosquitto) await hall.ready();
  const reader = await openConsumer(url, hall.bell, { isLate: mosquitto === null });
  open.onTestFinished(() => reader.close());
  if (mosquitto) await hall.ready();
  await settled(hall);
  return { hall, reader, mosquitto, cable, ...peopleOf(hall) };
}

/** Presses on the kiosk that were not done, as the logs tell: its printer was not there, or they had waited too long. */
export function turnedAway({ runs }: Hall): number {
  const lines = runs.flatMap((run) => run.log());
  return lines.filter(({ msg }) => /^a press (was turned away|from before an outage)/.test(msg)).length;
}

/**
 * A customer presses until the kiosk says how the disk is. On a busy machine the printer is not heard for a moment: whoever is
 * turned away for it presses again, once the lamp is lit.
 */
export async function kioskTellsOfDisk(hall: Hall, says: RegExp): Promise<void> {
  const { views } = hall;
  let away = turnedAway(hall);
  hall.act('panel1', 'press 1');
  await hall.until(`the kiosk says ${says}`, () => {
    if (says.test(views.panel.line1)) return true;
    const isAwayAgain = turnedAway(hall) > away && views.panel.lamps[0] === 'on';
    if (!isAwayAgain) return false;
    away = turnedAway(hall);
    hall.act('panel1', 'press 1');
    return false;
  });
}

/** What people do in a hall and see there. */
export function peopleOf(hall: Hall): Pick<Scene, 'press' | 'sign' | 'top' | 'take' | 'openCounters'> {
  const { views } = hall;
  const press = async (pad: number, key: string, says: string): Promise<void> => {
    hall.act(`keypad${pad}`, `press ${key}`);
    await hall.until(`keypad ${pad} says "${says}" to ${key}`, () => {
      const { line1, line2, unacknowledged } = views.pad(pad);
      return unacknowledged.length === 0 && (line1 === says || line2 === says);
    });
  };
  return {
    press,
    async sign(counter, text, isBlinking = false) {
      await hall.until(`display ${counter} shows ${text}, ${isBlinking ? 'blinking' : 'steady'}`, () => {
        const seen = views.sign(counter);
        return seen.text === text && seen.isBlinking === isBlinking;
      });
    },
    async top(pad, line) {
      await hall.until(`keypad ${pad} shows ${line}`, () => views.pad(pad).line1 === line);
    },
    async take(button, label) {
      hall.act('panel1', `press ${button}`);
      await hall.until(`the panel tells ${label}`, () => views.panel.line1 === `NUMBER ${label}`);
    },
    async openCounters(...pads) {
      await Promise.all(pads.map((pad) => press(pad, 'pause', 'OK')));
    },
  };
}
