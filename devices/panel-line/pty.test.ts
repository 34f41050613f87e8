import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { hostEmulators } from '../../src/devices/emulator-host.ts';
import { silentLog } from '../../src/devices/log.ts';
import { superviseDevice } from '../../src/devices/supervisor.ts';
import { serialWires } from '../../src/devices/wire/serial.ts';
import { LINE } from '../../src/devices/wire/spec.ts';
import { bell } from '../../test/bell.ts';
import { linkDirectory } from '../../test/pty.ts';
import { lacks } from '../../test/tools.ts';
import { PanelLine } from './driver.ts';
import { emulatePanel, type PanelView } from './emulator.ts';
import { settings } from './settings.ts';

describe.skipIf(lacks('socat'))('a panel at the far end of a pty', () => {
  it('shows Hanzi byte for byte, and its buttons work meanwhile', async () => {
    const clock = systemClock(() => true);
    const link = join(linkDirectory(), 'panel');
    const chosen = settings.parse({ buttons: 4, script: 'hanzi' });
    const { ring, until } = bell();
    const host = await hostEmulators({
      at: { kind: 'pty', link },
      seats: [{ id: 'panel1', emulate: async (context) => emulatePanel(chosen, context) }],
      clock,
      log: silentLog,
      onChange: ring,
    });
    const panel = await superviseDevice<'panel'>({
      device: 'panel1',
      clock,
      log: silentLog,
      wires: serialWires({
        path: link,
        line: LINE,
        clock,
        log: silentLog,
      }),
      open: async (context) => new PanelLine(chosen, context),
      onHealth: ring,
    });
    const pressed: number[] = [];
    panel.port.onPress(({ key, acknowledge }) => {
      pressed.push(key);
      acknowledge();
      ring();
    });
    const view = (): PanelView => host.view('panel1') as PanelView;
    await until(() => panel.health().state === 'running');
    panel.port.showText({ line1: '号码 A012', line2: '前面3人' });
    await until(() => view().line1 !== '');
    expect(view()).toMatchObject({ line1: '号码 A012', line2: '前面3 人' });
    await host.act('panel1', 'press 3');
    await until(() => pressed.length === 1 && view().unacknowledged.length === 0);
    expect(pressed).toEqual([3]);
    await panel.close();
    await host.close();
  });
});
