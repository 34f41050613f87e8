import { defineDriver } from '../../src/devices/driver.ts';
import type { LineSettings } from '../../src/devices/wire/wire.ts';
import { ACTIONS } from './actions.ts';
import { signLoad } from './protocol.ts';
import { type DisplayAlphaSettings, settings } from './settings.ts';

/** A counter's LED sign that speaks the Alpha protocol, addressed on an RS-485 bus. */
export const displayAlpha = defineDriver<'display', DisplayAlphaSettings>({
  name: 'display-alpha',
  kind: 'display',
  attach: 'bus',
  settings,
  summary: 'LED sign in the Alpha protocol (EZ95, M-protocol), addressed on an RS-485 bus; Latin letters and digits',
  lineSettings: ({ baud, line }): LineSettings => ({
    baud,
    dataBits: line === '7E1' ? 7 : 8,
    parity: line === '7E1' ? 'even' : 'none',
    stopBits: 1,
    flow: 'none',
  }),
  address: ({ address }) => address.toString(16).toUpperCase().padStart(2, '0'),
  limits: ({ width }) => ({ characters: width }),
  load: ({ width, colour }) => signLoad(width, colour),
  open: async (chosen, context) => new (await import('./driver.ts')).DisplayAlpha(chosen, context),
  emulatorActions: ACTIONS,
  emulate: async (chosen, context) => (await import('./emulator.ts')).emulateSign(chosen, context),
});
