import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { hostEmulators } from '../../src/devices/emulator-host.ts';
import type { CardRead } from '../../src/devices/kinds.ts';
import { silentLog } from '../../src/devices/log.ts';
import { superviseDevice } from '../../src/devices/supervisor.ts';
import { serialWires } from '../../src/devices/wire/serial.ts';
import { LINE } from '../../src/devices/wire/spec.ts';
import { bell } from '../../test/bell.ts';
import { linkDirectory } from '../../test/pty.ts';
import { lacks } from '../../test/tools.ts';
import { CardLine } from './driver.ts';
import { emulateReader } from './emulator.ts';
import { settings } from './settings.ts';

describe.skipIf(lacks('socat'))('a card reader at the far end of a pty', () => {
  it('gives segments and tokens, also after its cable was pulled', async () => {
    const clock = systemClock(() => true);
    const link = join(linkDirectory(), 'reader');
    const chosen = settings.parse({ check: 'lrc' });
    const { ring, until } = bell();
    const host = await hostEmulators({
      at: { kind: 'pty', link },
      seats: [{ id: 'card1', emulate: async (context) => emulateReader(chosen, context) }],
      clock,
      log: silentLog,
      onChange: ring,
    });
    const reads: CardRead[] = [];
    const reader = await superviseDevice<'card'>({
      device: 'card1',
      clock,
      log: silentLog,
      wires: serialWires({
        path: link,
        line: LINE,
        clock,
        log: silentLog,
      }),
      open: async (context) => new CardLine(chosen, context),
      onHealth: ring,
    });
    reader.port.onCard((read) => {
      reads.push(read);
      ring();
    });
    reader.port.lookUpIn({ prefixes: [{ prefix: '620000', segment: 'gold' }], key: new Uint8Array(32) });
    await until(() => reader.health().state === 'running');
    await host.act('card1', 'card gold');
    await until(() => reads.length === 1);
    await host.pull();
    await until(() => reader.health().state === 'backing-off');
    await host.plug();
    await until(() => reader.health().state === 'running');
    await host.act('card1', 'card ordinary');
    await until(() => reads.length === 2);
    expect(reads.map((read) => (read.kind === 'card' ? read.segment : read.kind))).toEqual(['gold', null]);
    await reader.close();
    await host.close();
  });
});
