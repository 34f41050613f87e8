import { describe, expect, it } from 'vitest';
import type { ButtonChange, Pins, PinsFactory } from './gpio.ts';
import type { CloseReason } from './wire.ts';

/** One set of pins with two buttons and a lamp, and the hands at its other end. */
export interface PinsStand {
  readonly factory: PinsFactory;
  change(button: number, change: Exclude<ButtonChange, 'lost'>): Promise<void>;
  isLit(): boolean;
  /** The pins go away. */
  lose(): Promise<void>;
  close(): Promise<void>;
}

/** What every {@link PinsFactory} keeps to. */
export function pinsContract(name: string, open: () => Promise<PinsStand>): void {
  const begin = async (stand: PinsStand) => {
    const seen: string[] = [];
    const ends: CloseReason[] = [];
    let rung: () => void = () => {};
    const end = await stand.factory.open({
      onButton(button, change) {
        seen.push(`${button} ${change}`);
        rung();
      },
      onClosed(reason) {
        ends.push(reason);
        rung();
      },
    });
    if (end.kind === 'refused') return expect.fail(end.reason.detail);
    const until = async (look: () => boolean): Promise<void> => {
      while (!look())
        await new Promise<void>((resolve) => {
          rung = resolve;
        });
    };
    const pins: Pins = end.pins;
    return { pins, seen, ends, until };
  };

  describe(`pins: ${name}`, () => {
    it('tell each change of each button in order', async () => {
      const stand = await open();
      const { pins, seen, until } = await begin(stand);
      const changes = ['0 down', '1 down', '0 up', '1 up', '1 down', '1 up'] as const;
      for (const each of changes) {
        const [button = '', change = ''] = each.split(' ');
        await stand.change(Number(button), change as 'down' | 'up');
        await until(() => seen.at(-1) === each);
      }
      expect(seen).toEqual(changes);
      await pins.close();
      await stand.close();
    });

    it('light a lamp and put it out, and leave it dark at the end', async () => {
      const stand = await open();
      const { pins } = await begin(stand);
      pins.setLamp(0, true);
      expect(stand.isLit()).toBe(true);
      pins.setLamp(0, false);
      expect(stand.isLit()).toBe(false);
      pins.setLamp(0, true);
      await pins.close();
      expect(stand.isLit()).toBe(false);
      pins.setLamp(0, true);
      expect(stand.isLit()).toBe(false);
      await stand.close();
    });

    it('end once, with one promise for all who close, and can be opened again', async () => {
      const stand = await open();
      const { pins, ends } = await begin(stand);
      expect(pins.close()).toBe(pins.close());
      await pins.close();
      expect(ends).toEqual([{ kind: 'ours' }]);
      const again = await begin(stand);
      await again.pins.close();
      await stand.close();
    });

    it('say once that they are gone', async () => {
      const stand = await open();
      const { pins, ends, until } = await begin(stand);
      await stand.lose();
      await until(() => ends.length > 0);
      await pins.close();
      expect(ends).toMatchObject([{ kind: 'pulled' }]);
      await stand.close();
    });
  });
}
