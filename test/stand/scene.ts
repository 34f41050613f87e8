import { type Mosquitto, makeMosquitto } from '../broker/mosquitto.ts';
import { type Consumer, openConsumer } from './consumer.ts';
import { type Hall, type HallWishes, openHall, settled } from './hall.ts';

export interface SceneWishes extends Omit<HallWishes, 'brokerUrl'> {
  /** Mosquitto, or the broker that the daemon runs itself. */
  readonly broker?: 'mosquitto' | 'embedded';
  /** False: the daemon is not started yet. */
  readonly isStarted?: boolean;
}

/** A hall with its broker, a device of the branch that hears every event, and what people do and see. */
export interface Scene {
  readonly hall: Hall;
  readonly reader: Consumer;
  /** Null: the daemon runs the broker. */
  readonly mosquitto: Mosquitto | null;
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
  close(): Promise<void>;
}

/** Opens a scene in service: daemon started, every device seen. */
export async function openScene(wishes: SceneWishes = {}): Promise<Scene> {
  const { broker = 'mosquitto', isStarted = true, ...others } = wishes;
  const mosquitto = broker === 'mosquitto' ? await makeMosquitto() : null;
  await mosquitto?.start();
  const hall = await openHall({ brokerUrl: mosquitto?.url ?? null, ...others });
  const url = mosquitto?.url ?? `mqtt://127.0.0.1:${hall.brokerPort}`;
  // The daemon's own broker is there once the daemon is.
  if (!mosquitto) await hall.ready();
  const reader = await openConsumer(url, hall.bell);
  if (mosquitto && isStarted) await hall.ready();
  if (isStarted) await settled(hall);
  return {
    hall,
    reader,
    mosquitto,
    ...peopleOf(hall),
    async close() {
      await reader.close();
      await hall.close();
      await mosquitto?.remove();
    },
  };
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
