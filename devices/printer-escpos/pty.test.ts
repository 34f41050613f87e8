import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { seconds, systemClock } from '../../src/clock.ts';
import type { Emulator } from '../../src/devices/driver.ts';
import type { DeviceHealth, PrintEnd } from '../../src/devices/kinds.ts';
import { silentLog } from '../../src/devices/log.ts';
import { type SupervisedDevice, superviseDevice } from '../../src/devices/supervisor.ts';
import type { FarEnd } from '../../src/devices/wire/far-end.ts';
import { ptyFarEnd } from '../../src/devices/wire/pty.ts';
import { serialWires } from '../../src/devices/wire/serial.ts';
import { textsOf, ticket, wholeTicket } from '../../test/printer-bench.ts';
import { linkDirectory } from '../../test/pty.ts';
import { lacks } from '../../test/tools.ts';
import type { PrinterView } from './emulator-body.ts';
import { printerEscpos } from './index.ts';
import { printerSettings } from './settings.ts';

interface Stand {
  readonly far: FarEnd;
  readonly emulator: Emulator;
  readonly printer: SupervisedDevice<'printer'>;
  slips(): string[][];
  /** Resolves when it holds; asked at every change of printer, paper and health. */
  until(holds: () => boolean): Promise<void>;
}

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function stand(): Promise<Stand> {
  const clock = systemClock(() => true);
  const settings = printerSettings.parse({ statusEveryMs: 1_000, answerTimeoutMs: 200 });
  const far = await ptyFarEnd({ link: join(linkDirectory(), 'printer'), clock, log: silentLog });
  closing.push(() => far.close());
  const watchers = new Set<() => void>();
  const changed = (): void => {
    for (const watcher of [...watchers]) watcher();
  };
  const emulator = await printerEscpos.emulate(settings, {
    clock,
    send: (bytes) => far.send(bytes),
    onChange: changed,
  });
  closing.push(async () => emulator.close());
  far.onBytes((bytes) => {
    emulator.receive(bytes);
    changed();
  });
  if (printerEscpos.attach !== 'wire') throw new TypeError('a printer has a wire of its own');
  const { open } = printerEscpos;
  const printer = await superviseDevice<'printer'>({
    device: 'printer',
    clock,
    log: silentLog,
    wires: serialWires({ path: far.address, line: printerEscpos.lineSettings(settings), clock, log: silentLog }),
    open: (context) => open(settings, context),
    onHealth: (_health: DeviceHealth) => changed(),
  });
  closing.push(() => printer.close());
  printer.port.onReadiness(changed);
  return {
    far,
    emulator,
    printer,
    slips: () => (emulator.view() as PrinterView).slips.map(textsOf),
    until: (holds) =>
      new Promise((resolve) => {
        const watcher = (): void => {
          if (!holds()) return;
          watchers.delete(watcher);
          resolve();
        };
        watchers.add(watcher);
        watcher();
      }),
  };
}

const isReady = ({ printer }: Stand): boolean => printer.port.readiness().kind === 'ready';

describe.skipIf(lacks('socat'))('a printer on a serial port', () => {
  test('prints a ticket, and confirms it', { timeout: seconds(90) }, async () => {
    const bank = await stand();
    await bank.until(() => isReady(bank));
    expect(bank.printer.health().state).toBe('running');
    expect(await bank.printer.port.print(1, ticket('A012'))).toEqual({ kind: 'printed' });
    expect(bank.slips()).toEqual([wholeTicket('A012')]);
  });

  test('whose cable is pulled while a ticket prints is right again, and the next ticket stands alone', {
    timeout: seconds(90),
  }, async () => {
    const bank = await stand();
    await bank.until(() => isReady(bank));
    bank.emulator.act('slow on');
    const ended: PrintEnd[] = [];
    const end = bank.printer.port.print(1, ticket('A012')).then((value) => void ended.push(value));
    await bank.until(() => (bank.emulator.view() as PrinterView).slip.parts.length > 0);
    await bank.far.pull();
    await end;
    expect(ended).toEqual([{ kind: 'unknown' }]);
    expect(isReady(bank)).toBe(false);
    bank.emulator.act('slow off');
    await bank.far.plug();
    await bank.until(() => isReady(bank));
    expect(await bank.printer.port.print(2, ticket('B001'))).toEqual({ kind: 'printed' });
    expect(bank.slips()).toEqual([wholeTicket('A012'), wholeTicket('B001')]);
  });
});
