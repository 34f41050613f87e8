import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { hostEmulators } from '../../src/devices/emulator-host.ts';
import type { Press } from '../../src/devices/kinds.ts';
import { silentLog } from '../../src/devices/log.ts';
import { supervisePins } from '../../src/devices/supervisor-pins.ts';
import { gpioPins } from '../../src/devices/wire/gpio-open.ts';
import { bell } from '../../test/bell.ts';
import { linkDirectory } from '../../test/pty.ts';
import { lacks } from '../../test/tools.ts';
import { PanelGpio } from './driver.ts';
import { emulatePanel, type GpioPanelView } from './emulator.ts';
import { settings, wishOf } from './settings.ts';

describe.skipIf(lacks('socat'))('a panel on keys and LEDs of the kernel, played at the far end of a pty', () => {
  it('gives presses, once each, and shows its lamps', async () => {
    const clock = systemClock(() => true);
    const directory = linkDirectory();
    const link = join(directory, 'keys');
    const chosen = settings.parse({
      backend: 'kernel',
      buttons: [{ pin: 17, lamp: { pin: 12 } }, { pin: 27 }],
      inputs: [link],
      leds: join(directory, 'leds'),
    });
    const { ring, until } = bell();
    const seats = [
      { id: 'panel1', emulate: async (context: Parameters<typeof emulatePanel>[1]) => emulatePanel(chosen, context) },
    ];
    const host = await hostEmulators({
      at: { kind: 'pty', link },
      seats,
      clock,
      log: silentLog,
      onChange: ring,
    });
    const presses: Press<number>[] = [];
    const panel = await supervisePins<'panel'>({
      device: 'panel1',
      clock,
      log: silentLog,
      pins: gpioPins(wishOf(chosen), { clock, log: silentLog }),
      open: async (context) => new PanelGpio(chosen, context),
      onHealth: ring,
    });
    panel.port.onPress((press) => {
      presses.push(press);
      ring();
    });
    await until(() => panel.health().state === 'running');
    panel.port.showLamps(['on', 'on']);
    await until(() => (host.view('panel1') as GpioPanelView).lamps[0] === true);
    for (const action of ['bounce 1', 'drop', 'repeat 2']) {
      const before = presses.length;
      await host.act('panel1', action);
      if (action !== 'drop') await until(() => presses.length > before);
    }
    expect(presses.map(({ key }) => key)).toEqual([1, 2]);
    await host.pull();
    await until(() => panel.health().state === 'backing-off');
    await host.plug();
    await until(() => panel.health().state === 'running');
    await panel.close();
    expect(readFileSync(join(directory, 'leds/lobby-lamp-1/brightness'), 'utf8').trim()).toBe('0');
    await host.close();
  });
});
