import type { EmulatorHost } from '../devices/emulator-host.ts';
import type { Victims } from './faults.ts';

/** A wire of fake emulators: keeps what is done, and shows what it is told to. */
export class FakeWire implements EmulatorHost {
  readonly address = 'tcp://127.0.0.1:1';
  readonly done: string[] = [];
  shown: unknown = {};
  #isPlugged = true;
  async act(id: string, action: string): Promise<{ readonly kind: 'done' }> {
    this.done.push(`${id} ${action}`);
    return { kind: 'done' };
  }
  view(): unknown {
    return this.shown;
  }
  async pull(): Promise<void> {
    this.#isPlugged = false;
  }
  async plug(): Promise<void> {
    this.#isPlugged = true;
  }
  isPlugged(): boolean {
    return this.#isPlugged;
  }
  async close(): Promise<void> {}
}

/** A broker that stops and starts, a disk that is slow or not, and a daemon that can be killed. */
export function fakeVictims(kill: () => void): Victims {
  let [isBrokerThere, isSlow] = [true, false];
  return {
    child: { kill },
    broker: {
      isRunning: () => isBrokerThere,
      async start() {
        isBrokerThere = true;
      },
      async stop() {
        isBrokerThere = false;
      },
    },
    disk: {
      cannot: null,
      isOn: () => isSlow,
      async start() {
        isSlow = true;
        return null;
      },
      async stop() {
        isSlow = false;
      },
      async follow() {},
    },
  };
}
