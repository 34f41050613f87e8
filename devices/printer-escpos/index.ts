import { defineDriver } from '../../src/devices/driver.ts';
import { EMULATOR_ACTIONS } from './emulator-actions.ts';
import { type PrinterSettings, printerSettings } from './settings.ts';

/** ESC/POS ticket printers of Epson and of those who follow it, on a serial or TCP wire. */
export const printerEscpos = defineDriver<'printer', PrinterSettings>({
  name: 'printer-escpos',
  kind: 'printer',
  attach: 'wire',
  settings: printerSettings,
  summary: 'ESC/POS ticket printer: Chinese text, confirmed prints, paper, cover and cutter watched',
  lineSettings: ({ baud, parity, flow }) => ({ baud, dataBits: 8, parity, stopBits: 1, flow }),
  emulatorActions: EMULATOR_ACTIONS,
  async open(settings, context) {
    const { openPrinter } = await import('./driver.ts');
    return openPrinter(settings, context);
  },
  async emulate(settings, context) {
    const { emulatePrinter } = await import('./emulator.ts');
    return emulatePrinter(settings, context);
  },
});
