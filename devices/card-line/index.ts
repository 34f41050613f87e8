import { defineDriver } from '../../src/devices/driver.ts';
import { ACTIONS } from './actions.ts';
import { type CardLineSettings, settings } from './settings.ts';

/** A card reader on a serial line of its own. */
export const cardLine = defineDriver<'card', CardLineSettings>({
  name: 'card-line',
  kind: 'card',
  attach: 'wire',
  settings,
  summary: 'Reader of bank cards, magnetic stripe or chip, that sends track 2 as text on a serial line',
  lineSettings: ({ baud, line }) => ({
    baud,
    dataBits: line === '7E1' ? 7 : 8,
    parity: line === '7E1' ? 'even' : 'none',
    stopBits: 1,
    flow: 'none',
  }),
  open: async (chosen, context) => new (await import('./driver.ts')).CardLine(chosen, context),
  emulatorActions: ACTIONS,
  emulate: async (chosen, context) => (await import('./emulator.ts')).emulateReader(chosen, context),
});
