import { defineDriver } from '../../src/devices/driver.ts';
import { ACTIONS } from './actions.ts';
import { type PanelLineSettings, settings } from './settings.ts';

/** The kiosk's buttons with lamps and two lines of text on a wire of their own, in the line protocol of docs/line-protocol.md. */
export const panelLine = defineDriver<'panel', PanelLineSettings>({
  name: 'panel-line',
  kind: 'panel',
  attach: 'wire',
  settings,
  summary:
    'Up to 24 buttons with lamps and two lines of text on a wire of their own, in the open line protocol of lobbyd',
  lineSettings: ({ baud }) => ({ baud, dataBits: 8, parity: 'none', stopBits: 1, flow: 'none' }),
  limits: ({ buttons, script }) => ({ buttons, script }),
  open: async (chosen, context) => new (await import('./driver.ts')).PanelLine(chosen, context),
  emulatorActions: ACTIONS,
  emulate: async (chosen, context) => (await import('./emulator.ts')).emulatePanel(chosen, context),
});
