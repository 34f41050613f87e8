import { defineDriver } from '../../src/devices/driver.ts';
import type { LineSettings } from '../../src/devices/wire/wire.ts';
import { ACTIONS } from './actions.ts';
import { type ReaderLineSettings, settings } from './settings.ts';

/** A scanner of barcodes and QR codes in its serial mode: the text of the code, then carriage return. */
export const readerLine = defineDriver<'reader', ReaderLineSettings>({
  name: 'reader-line',
  kind: 'reader',
  attach: 'wire',
  settings,
  summary: 'Scanner of barcodes and QR codes in its serial mode: sends the text of the code and a carriage return',
  lineSettings: ({ baud, line }): LineSettings => ({
    baud,
    dataBits: line === '7E1' ? 7 : 8,
    parity: line === '7E1' ? 'even' : 'none',
    stopBits: 1,
    flow: 'none',
  }),
  open: async (chosen, context) => new (await import('./driver.ts')).ReaderLine(chosen, context),
  emulatorActions: ACTIONS,
  emulate: async (chosen, context) => (await import('./emulator.ts')).emulateReader(chosen, context),
});
