import type { ButtonChange, GpioWish, PinsFactory, Standing } from './gpio.ts';
import { explained } from './gpio-faults.ts';
import { type PinsLife, pinsLife } from './gpio-life.ts';

/** Pins in memory. */
export interface FakePins {
  readonly factory: PinsFactory;
  /** Whether each lamp is lit, in the order of the wish; null before it was set. */
  readonly lit: (boolean | null)[];
  /** How often a lamp was set. */
  sets: number;
  /** Where the buttons stand at the next opening. */
  standing: Standing[];
  /** A refusal of the next openings; null: they open. */
  refusal: string | null;
  /** Setting a lamp fails. */
  isLampBroken: boolean;
  change(button: number, change: ButtonChange): void;
  /** The pins go away. */
  lose(detail: string): void;
  isOpen(): boolean;
}

/** Makes pins in memory for a wish. */
export function fakePins(wish: Pick<GpioWish, 'buttons' | 'lamps'>): FakePins {
  let life: PinsLife | null = null;
  const fake: FakePins = {
    lit: wish.lamps.map(() => null),
    sets: 0,
    standing: wish.buttons.map(() => 'up'),
    refusal: null,
    isLampBroken: false,
    change: (button, change) => life?.changed(button, change),
    lose: (detail) => life?.broken(detail),
    isOpen: () => life !== null,
    factory: {
      name: 'fake',
      async open(listener) {
        if (fake.refusal !== null) return { kind: 'refused', reason: { kind: 'refused', detail: fake.refusal } };
        life = pinsLife(
          {
            name: 'fake',
            setLamp(lamp, isLit) {
              if (fake.isLampBroken) throw explained(null, 'fake', 'the lamp is broken', 'mend it');
              fake.sets += 1;
              fake.lit[lamp] = isLit;
            },
            release() {
              fake.lit.fill(false);
              life = null;
            },
          },
          listener,
        );
        return { kind: 'open', pins: life.pins, standing: [...fake.standing] };
      },
    },
  };
  return fake;
}
