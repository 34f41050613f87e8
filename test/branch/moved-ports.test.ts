import { afterEach, describe, expect, it } from 'vitest';
import { seconds } from '../../src/clock.ts';
import type { Edit } from '../../src/config/spec.ts';
import { keptLog } from '../../src/devices/spec.ts';
import { smallBranch } from './branches.ts';
import { expectReplaysEqual, verdict } from './evidence.ts';
import { openStand, type Stand } from './stand.ts';

let stand: Stand;
let kept: ReturnType<typeof keptLog>;
afterEach(() => stand.close());

/** A second kiosk, of the same printer, with a panel of its own. */
const KIOSK2: readonly Edit[] = [
  [
    'buses:\n',
    '  - { id: kiosk2, panel: panel2, printer: printer1, buttons: [{ button: 1, service: account, segment: ordinary, language: en }] }\nbuses:\n',
  ],
  ['devices:\n', `devices:\n  - ${panel('panel2', '/dev/panel2')}\n`],
];
const BEFORE = `- ${panel('panel1', '/dev/panel1')}`;

function panel(id: string, port: string): string {
  return `{ id: ${id}, driver: panel-line, wire: { serial: ${port} }, settings: { buttons: 4, baud: 9600 } }`;
}

async function open(...edits: readonly Edit[]): Promise<void> {
  kept = keptLog();
  stand = await openStand({ config: smallBranch(...KIOSK2), runs: smallBranch(...edits), log: kept.log });
  await stand.start();
  await stand.pass(seconds(4));
}

async function reload(...edits: readonly Edit[]): Promise<unknown> {
  const ending = stand.daemon.reload(smallBranch(...edits));
  await stand.pass(seconds(3));
  return ending;
}

async function press(device: string): Promise<void> {
  await stand.act(device, 'press 1');
  await stand.pass(seconds(4));
}

/** Whose panel each ticket came from. */
const issued = async (): Promise<readonly string[]> =>
  (await stand.eventsOf('issued')).map(({ label, actor }) => `${label} ${'device' in actor ? actor.device : ''}`);

/** A port that somebody still had open would be refused, and the device lost for a moment. */
const lost = (): readonly string[] =>
  kept.lines.filter(({ message }) => message === 'device lost').map(({ fields }) => JSON.stringify(fields));

describe('a reload that moves a port to another device', () => {
  it('gives it to a device that is new', async () => {
    await open();
    await press('panel1');
    const next: readonly Edit[] = [
      [BEFORE, `- ${panel('panel7', '/dev/panel1')}`],
      ['panel: panel1\n', 'panel: panel7\n'],
    ];
    expect(await reload(...next)).toEqual({ kind: 'applied', opened: ['panel7'], closed: ['panel1'] });
    await press('panel1');
    expect(lost()).toEqual([]);
    expect(await issued()).toEqual(['A001 panel1', 'A002 panel7']);
    await expectReplaysEqual(stand);
  });

  it('lets two devices change their ports, none of them lost for a moment', async () => {
    await open(...KIOSK2);
    await press('panel1');
    await press('panel2');
    const next: readonly Edit[] = [
      ...KIOSK2,
      ['serial: /dev/panel1', 'serial: /dev/x'],
      ['serial: /dev/panel2', 'serial: /dev/panel1'],
      ['serial: /dev/x', 'serial: /dev/panel2'],
    ];
    expect(await reload(...next)).toEqual({ kind: 'applied', opened: ['panel2', 'panel1'], closed: [] });
    // What hangs on the port is what it was: only whose it is has changed.
    await press('panel1');
    await press('panel2');
    expect(lost()).toEqual([]);
    expect(await issued()).toEqual(['A001 panel1', 'B001 panel2', 'B002 panel2', 'A002 panel1']);
    await expectReplaysEqual(stand);
    await stand.stop();
    expect(await verdict(stand)).toEqual([]);
  });
});
