import type { AnyDriver } from '../src/devices/driver.ts';
import { cardLine } from './card-line/index.ts';
import { displayAlpha } from './display-alpha/index.ts';
import { keypadLine } from './keypad-line/index.ts';
import { panelGpio } from './panel-gpio/index.ts';
import { panelLine } from './panel-line/index.ts';
import { printerEscpos } from './printer-escpos/index.ts';

/** Every driver there is: one import and one entry each. Nothing of a driver is loaded before it is opened or emulated. */
export const catalogue: readonly AnyDriver[] = [
  cardLine,
  displayAlpha,
  keypadLine,
  panelGpio,
  panelLine,
  printerEscpos,
];
