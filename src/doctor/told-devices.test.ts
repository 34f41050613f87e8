import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type DeviceEvent, deviceDraft } from '../branch/health.ts';
import type { Config, PinsDeviceConfig } from '../config/config.ts';
import type { WireConfig } from '../config/schema/wire.ts';
import { load } from '../config/spec.ts';
import { openStore, sql, workshop, write } from '../journal/spec.ts';
import { fakeMachine } from './machine.fake.ts';
import { toldDevices } from './told-devices.ts';

const shop = workshop();
afterAll(() => shop.remove());

const NOW = 1_700_000_000_000;
const MINUTE = 60_000;
const OFFSET = 60 * MINUTE;
/** The daemon, process 42, has run for ten minutes. */
const machine = fakeMachine({
  texts: { '/proc/42/stat': `42 (a ) name) S ${'0 '.repeat(18)}40000 0`, '/proc/uptime': '1000.00 900.00\n' },
});

/** What the doctor hears of a journal with these events; minutes ago, branch time an hour behind the clock. */
async function told(...events: readonly (readonly [minutesAgo: number, event: DeviceEvent])[]) {
  return hear(await journalOf(...events));
}

async function journalOf(...events: readonly (readonly [minutesAgo: number, event: DeviceEvent])[]): Promise<string> {
  const directory = shop.directory();
  const store = await openStore(directory);
  const drafts = events.map(([ago, event]) =>
    deviceDraft(event, { at: NOW - ago * MINUTE - OFFSET, offset: OFFSET, isTrusted: true }),
  );
  if (drafts.length > 0) await write(store, ...drafts);
  await store.close();
  return directory;
}

const never = (): never => expect.unreachable();
/** A panel on pins. */
const PANEL2: PinsDeviceConfig = {
  attach: 'pins',
  id: 'panel2',
  kind: 'panel',
  settings: {},
  driver: {
    name: 'panel-gpio',
    kind: 'panel',
    attach: 'pins',
    summary: 'Pins.',
    settings: z.unknown(),
    emulatorActions: [],
    pins: never,
    examine: never,
    open: never,
    emulate: never,
  },
};

function hear(directory: string, pinsDevices: readonly PinsDeviceConfig[] = []): readonly string[] {
  const loaded = load({}) as { readonly config: Config };
  const config = { ...loaded.config, pinsDevices, journalDirectory: directory };
  const isBad = (wire: WireConfig): boolean => wire.kind === 'serial' && wire.path.endsWith('/two');
  return toldDevices(config, { machine, daemon: 42, wall: NOW, isBad })
    .map(({ id, where }) => `${id} ${where.split(',')[0]}`)
    .filter((line) => !/not-told (?:bus1|keypad1)/.test(line));
}

describe('the devices of a running daemon', () => {
  it('are as it has recorded them last', async () => {
    expect(
      await told(
        [9, { type: 'device-running', device: 'panel1', detail: null }],
        [8, { type: 'device-running', device: 'printer1', detail: null }],
        [8, { type: 'condition-raised', device: 'printer1', condition: 'paper-out' }],
        [3, { type: 'device-lost', device: 'panel1', reason: 'no answer' }],
      ),
    ).toEqual(['device/no-answer panel1', 'condition/paper-out printer1']);
  });

  it('are not what a daemon before it has seen', async () => {
    expect(
      await told(
        [12, { type: 'device-running', device: 'panel1', detail: null }],
        [12, { type: 'condition-raised', device: 'printer1', condition: 'paper-out' }],
        [9, { type: 'device-running', device: 'printer1', detail: null }],
      ),
    ).toEqual(['device/not-told panel1', 'device/ok printer1']);
  });

  it('are not named when their bus is lost, or when their port is known to be out', async () => {
    expect(
      await told(
        [9, { type: 'device-lost', device: 'bus1', reason: 'no such port' }],
        [9, { type: 'device-lost', device: 'keypad1', reason: 'no such port' }],
        [9, { type: 'device-lost', device: 'bus2', reason: 'no such port' }],
        [9, { type: 'device-running', device: 'panel1', detail: null }],
        [9, { type: 'device-running', device: 'printer1', detail: null }],
      ),
    ).toEqual(['device/no-answer bus1', 'device/ok panel1', 'device/ok printer1']);
  });

  it('are heard of behind any number of tickets', async () => {
    const directory = await journalOf(
      [12, { type: 'device-running', device: 'bus1', detail: null }],
      [9, { type: 'daemon-started' }],
      [9, { type: 'device-running', device: 'panel1', detail: null }],
      [9, { type: 'device-lost', device: 'printer1', reason: 'no answer' }],
    );
    const columns = `'queue', 'issued', 1, ${NOW - MINUTE - OFFSET}, ${OFFSET}, 1, '{}', ''`;
    const count = 'WITH RECURSIVE tickets(n) AS (SELECT 5 UNION ALL SELECT n + 1 FROM tickets WHERE n < 120000)';
    sql(directory, `${count} INSERT INTO records SELECT n, ${columns} FROM tickets`);
    expect(hear(directory)).toEqual(['device/ok panel1', 'device/no-answer printer1']);
  });

  it('are those on pins of the machine too: a pin that another program has stands nowhere else', async () => {
    const directory = await journalOf(
      [9, { type: 'device-running', device: 'panel1', detail: null }],
      [9, { type: 'device-running', device: 'printer1', detail: null }],
      [9, { type: 'device-lost', device: 'panel2', reason: 'it is busy (EBUSY)' }],
    );
    expect(hear(directory, [PANEL2])).toEqual(['device/ok panel1', 'device/ok printer1', 'device/no-answer panel2']);
  });

  it('are void when the daemon has started since, whatever the clock says', async () => {
    expect(
      await told(
        [5, { type: 'device-running', device: 'panel1', detail: null }],
        [4, { type: 'daemon-started' }],
        [3, { type: 'device-running', device: 'printer1', detail: null }],
      ),
    ).toEqual(['device/not-told panel1', 'device/ok printer1']);
  });

  it('are not told of by an empty journal', async () => {
    expect(await told()).toEqual(['device/not-told panel1', 'device/not-told printer1']);
  });
});
