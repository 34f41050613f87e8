import { defineDriver } from '../../src/devices/driver.ts';
import { examinePins } from '../../src/devices/wire/gpio-choice.ts';
import { ACTIONS } from './actions.ts';
import { type PanelGpioSettings, settings, wishOf } from './settings.ts';

/** The kiosk's buttons and lamps on the pins of this machine. */
export const panelGpio = defineDriver<'panel', PanelGpioSettings>({
  name: 'panel-gpio',
  kind: 'panel',
  attach: 'pins',
  settings,
  summary: 'Up to 24 buttons with lamps on GPIO pins of this machine, through sysfs or as keys and LEDs of the kernel',
  limits: ({ buttons }) => ({ buttons: buttons.length }),
  pins: wishOf,
  examine: (chosen, machine) => examinePins(wishOf(chosen), machine),
  open: async (chosen, context) => new (await import('./driver.ts')).PanelGpio(chosen, context),
  emulatorActions: ACTIONS,
  emulate: async (chosen, context) => (await import('./emulator.ts')).emulatePanel(chosen, context),
});
