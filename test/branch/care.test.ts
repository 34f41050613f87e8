import { afterEach, expect, it } from 'vitest';
import { seconds } from '../../src/clock.ts';
import type { Edit } from '../../src/config/spec.ts';
import { smallBranchUnder } from './branches.ts';
import { expectDevicesRight, expectReplaysEqual, expectRetainedRight, verdict } from './evidence.ts';
import { openStand, type Stand } from './stand.ts';

let stand: Stand;
afterEach(async () => {
  await expectReplaysEqual(stand);
  expectDevicesRight(stand);
  expectRetainedRight(stand);
  await stand.stop();
  expect(await verdict(stand)).toEqual([]);
  await stand.close();
});

const CARING: Edit = [
  '{ id: ordinary, names: { zh-CN: 普通客户, en: Ordinary } }',
  '{ id: ordinary, names: { zh-CN: 普通客户, en: Ordinary } }\n  - { id: caring, names: { zh-CN: 爱心优先, en: Priority care } }',
];
/** A heart at button 3, an eye and an ear in one at button 4. */
const CARE: Edit = [
  '    whenPrinterNotReady: refuse\n',
  '    whenPrinterNotReady: refuse\n    care: { buttons: [{ button: 3, segment: caring }, { button: 4, needs: [large-type, flash] }] }\n',
];

async function act(device: string, ...actions: readonly string[]): Promise<void> {
  for (const action of actions) {
    await stand.act(device, `press ${action}`);
    await stand.pass(seconds(4));
  }
}

async function command(name: string, body: object): Promise<unknown> {
  const before = stand.broker.sentTo('/res/').length;
  const topic = 'bank/v1/small/main';
  stand.broker.current.receive(`${topic}/cmd/${name}`, {
    ...{ id: `${name}-${stand.clock.monotonic()}`, replyTo: `${topic}/res/tablet` },
    ...body,
  });
  await stand.pass(seconds(2));
  return JSON.parse(stand.broker.sentTo('/res/').slice(before)[0]?.payload ?? 'null')?.result;
}

const pad = () => stand.view<{ line1: string; line2: string }>('keypad1');
const state = (thing: string) => stand.retained().get(thing);
const signals = () => state('signals');

async function open(): Promise<void> {
  stand = await openStand({ config: smallBranchUnder([CARING], CARE) });
  await stand.start();
  await stand.pass(seconds(3));
  await act('keypad1', 'pause');
}

it('a customer who may not wait and does not hear is called by a lamp, and nothing in the hall says why', async () => {
  await open();
  await act('panel1', '1', '3');
  expect(stand.view('panel1')).toMatchObject({ line1: 'CHOOSE SERVICE', line2: 'PRESS A BUTTON' });
  await act('panel1', '4', '1', '1');
  const issued = await stand.eventsOf('issued');
  expect(issued.map(({ label, segment, needs }) => [label, segment, needs?.kinds ?? []])).toEqual([
    ['A001', 'ordinary', []],
    ['A002', 'caring', ['large-type', 'flash']],
    ['A003', 'ordinary', []],
  ]);
  expect(stand.slips).toHaveLength(3);
  await act('keypad1', 'next', 'next');
  expect(pad()).toMatchObject({ line1: 'A002 CALLED', line2: 'FLASH LARGE' });
  expect(signals()).toMatchObject({ flash: [{ counter: 'counter1', number: 1, recalls: 0 }], pagers: [] });
  expect(await command('set-needs', { label: 'A002', needs: ['flash'], pager: '12' })).toMatchObject({ kind: 'done' });
  await act('keypad1', 'recall');
  expect(signals()).toMatchObject({ flash: [{ recalls: 1 }], pagers: [{ pager: '12', recalls: 1 }] });
  await act('keypad1', 'start');
  expect(signals()).toMatchObject({ flash: [], pagers: [] });
  const published = stand.messages().map((text) => JSON.parse(text));
  const called = published.filter(({ type }) => /ticket-(?:re)?called/.test(type)).map(({ data }) => data);
  expect(called).toMatchObject([
    { label: 'A001' },
    { label: 'A002', flash: true },
    { label: 'A002', flash: true, pager: '12' },
  ]);
  const hall = JSON.stringify([stand.slips, stand.happenings, published, [...stand.retained()]]);
  expect(hall).not.toMatch(/caring|爱心|priority care|large-type/i);
});

it('a messenger with thirty slips keeps the window for half an hour: nobody learns from it, and the record says so', async () => {
  await open();
  await act('panel1', '1');
  await act('keypad1', 'next', 'start', '3', '0', 'pause');
  expect(pad()).toMatchObject({ line1: 'A001 SERVING', line2: 'OK A001' });
  await stand.pass(seconds(1_800));
  expect(pad()).toMatchObject({ line2: '30 SLIPS' });
  await act('keypad1', 'finish');
  await act('panel1', '1');
  await act('keypad1', 'next', 'start');
  await stand.pass(seconds(60));
  const { pace } = stand.daemon.branch.committed;
  expect([pace.arrivals.size, pace.services.size]).toEqual([1, 0]);
  expect(await command('mark-bulk', { label: 'A002', size: 2 })).toMatchObject({ kind: 'done', label: 'A002' });
  expect((await stand.eventsOf('bulk-marked')).map(({ label, size }) => [label, size])).toEqual([
    ['A001', 30],
    ['A002', 2],
  ]);
  expect(state('standards')?.all).toMatchObject({ bulk: { visits: 1, slips: 30 }, service: { of: 0 } });
});
