import { defineDriver } from '../../src/devices/driver.ts';
import { addressText } from '../../src/devices/line-protocol/frame.ts';
import type { LineSettings } from '../../src/devices/wire/wire.ts';
import { ACTIONS } from './actions.ts';
import { LOAD } from './protocol.ts';
import { type KeypadLineSettings, settings } from './settings.ts';

/** A teller's keypad on an RS-485 bus, in the line protocol of docs/line-protocol.md. */
export const keypadLine = defineDriver<'keypad', KeypadLineSettings>({
  name: 'keypad-line',
  kind: 'keypad',
  attach: 'bus',
  settings,
  summary: 'Keypad with two lines of text on an RS-485 bus, in the open line protocol of lobbyd',
  lineSettings: ({ baud, line }): LineSettings => ({
    baud,
    dataBits: line === '7E1' ? 7 : 8,
    parity: line === '7E1' ? 'even' : 'none',
    stopBits: 1,
    flow: 'none',
  }),
  address: ({ address }) => addressText(address),
  load: () => LOAD,
  open: async (chosen, context) => new (await import('./driver.ts')).KeypadLine(chosen, context),
  emulatorActions: ACTIONS,
  emulate: async (chosen, context) => (await import('./emulator.ts')).emulateKeypad(chosen, context),
});
