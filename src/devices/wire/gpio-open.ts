import type { Clock } from '../../clock.ts';
import type { Log } from '../log.ts';
import { type GpioWish, type PinsFactory, refusedPins } from './gpio.ts';
import { chooseBackend, examinePins } from './gpio-choice.ts';
import { systemMachine } from './gpio-machine.ts';

/**
 * Pins of this machine, by whichever way it offers them. The machine is examined anew at each opening: the lines of an
 * overlay may have come since.
 */
export function gpioPins(wish: GpioWish, parts: { readonly clock: Clock; readonly log: Log }): PinsFactory {
  return {
    name: 'GPIO',
    async open(listener) {
      const machine = systemMachine();
      const choice = chooseBackend(wish, machine);
      switch (choice.kind) {
        case 'sysfs': {
          const { openSysfs } = await import('./gpio-sysfs.ts');
          return openSysfs({ wish, chip: choice.chip, listener, ...parts });
        }
        case 'kernel': {
          // A button whose line is not pasted is dead, and the others live: nothing else would say so.
          for (const { what, expected } of examinePins(wish, machine).troubles) parts.log.warn({ expected }, what);
          const { openKernel } = await import('./gpio-kernel.ts');
          return openKernel({ wish, inputs: choice.inputs, listener, ...parts });
        }
        case 'none':
          return refusedPins(`${choice.what}; expected ${choice.expected}`);
      }
    },
  };
}
