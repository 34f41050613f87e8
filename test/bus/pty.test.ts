import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { KeypadLine } from '../../devices/keypad-line/driver.ts';
import { emulateKeypad } from '../../devices/keypad-line/emulator.ts';
import { settings } from '../../devices/keypad-line/settings.ts';
import { systemClock } from '../../src/clock.ts';
import { hostEmulators } from '../../src/devices/emulator-host.ts';
import type { ConditionCode, DeviceHealth } from '../../src/devices/kinds.ts';
import { silentLog } from '../../src/devices/log.ts';
import { keptLog } from '../../src/devices/spec.ts';
import { superviseBus } from '../../src/devices/wire/bus.ts';
import { serialWires } from '../../src/devices/wire/serial.ts';
import type { LineSettings } from '../../src/devices/wire/wire.ts';
import { linkDirectory } from '../pty.ts';
import { lacks } from '../tools.ts';

const clock = systemClock(() => true);
const LINE: LineSettings = { baud: 115_200, dataBits: 8, parity: 'none', stopBits: 1, flow: 'none' };

/** Three keypads on a real pty whose line has a speed, a fourth with the address of the first, silent at first. */
async function stand() {
  const chosen = [1, 2, 3].map((address) => settings.parse({ address, baud: LINE.baud, answerWithin: 200 }));
  const [first] = chosen;
  if (!first) return expect.unreachable();
  const seats = [...chosen, first].map((setting, index) => ({
    id: index < 3 ? `keypad-${index + 1}` : 'twin',
    emulate: async (context: Parameters<typeof emulateKeypad>[1]) => emulateKeypad(setting, context),
  }));
  const at = { kind: 'pty', link: join(linkDirectory(), 'bus') } as const;
  const host = await hostEmulators({ at, line: LINE, seats, clock, log: silentLog });
  await host.act('twin', 'mute');
  const waiting = new Set<() => void>();
  const { log, lines } = keptLog();
  const bus = await superviseBus({
    bus: 'bus-1',
    wires: serialWires({ path: host.address, line: LINE, clock, log: silentLog }),
    line: LINE,
    clock,
    log,
    onHealth() {
      for (const look of [...waiting]) look();
    },
    units: chosen.map((setting, index) => ({
      device: `keypad-${index + 1}`,
      open: async (context) => new KeypadLine(setting, context),
    })),
  });
  const until = (isSo: (healths: readonly DeviceHealth[]) => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!isSo(bus.health())) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  const close = async (): Promise<void> => {
    await bus.close();
    await host.close();
  };
  return { host, lines, until, close };
}

const areWell = (healths: readonly DeviceHealth[]): boolean =>
  healths.every(({ state, conditions }) => state === 'running' && conditions.length === 0);
const raised =
  (device: string, condition: ConditionCode) =>
  (healths: readonly DeviceHealth[]): boolean =>
    healths.some((health) => health.device === device && health.conditions.includes(condition));

describe.skipIf(lacks('socat'))('on a real serial line', () => {
  test.each([
    ['a wrong address', 'keypad-2', 'wrong-address', 'right-address', raised('keypad-2', 'wrong-address')],
    ['two keypads on top of each other', 'twin', 'unmute', 'mute', raised('keypad-1', 'garbled')],
    ['a babbling keypad', 'keypad-3', 'babble', 'quiet', raised('bus-1', 'garbled')],
    [
      'a dead keypad',
      'keypad-3',
      'mute',
      'unmute',
      (healths: readonly DeviceHealth[]) =>
        healths.some(({ device, state }) => device === 'keypad-3' && state === 'backing-off'),
    ],
  ])('%s is named with what to do, and all are well again when it is over', async (_, unit, fault, cure, isNamed) => {
    const { host, lines, until, close } = await stand();
    await until(areWell);
    await host.act(unit, fault);
    await until(isNamed);
    const last = lines.findLast(({ level }) => level === 'warn');
    expect(last?.fields).toMatchObject({ port: host.address, next: expect.any(String) });
    await host.act(unit, cure);
    await until(areWell);
    await close();
  });
});
