import { afterEach, describe, expect, it } from 'vitest';
import type { PanelView } from '../../devices/panel-line/emulator.ts';
import type { PrinterView } from '../../devices/printer-escpos/emulator-body.ts';
import { minutes, seconds } from '../../src/clock.ts';
import { smallBranch } from './branches.ts';
import { expectDevicesRight, expectReplaysEqual, expectRetainedRight, slipsByLabel, verdict } from './evidence.ts';
import { labelOn, openStand, type Stand, textOf } from './stand.ts';

let stand: Stand;
afterEach(async () => {
  await stand.pass(seconds(8));
  expectDevicesRight(stand);
  expectRetainedRight(stand);
  await expectReplaysEqual(stand);
  await stand.stop();
  expect(await verdict(stand)).toEqual([]);
  await stand.close();
});

async function open(policy: 'refuse' | 'screen' = 'refuse'): Promise<void> {
  stand = await openStand({ config: smallBranch(['whenPrinterNotReady: refuse', `whenPrinterNotReady: ${policy}`]) });
  await stand.start();
  await stand.pass(seconds(3));
  await stand.act('keypad1', 'press pause');
  await stand.pass(seconds(1));
}

const act = async (device: string, action: string, then = seconds(1)): Promise<void> => {
  await stand.act(device, action);
  await stand.pass(then);
};
const kiosk = (): string => {
  const { line1, line2 } = stand.view<PanelView>('panel1');
  return `${line1}|${line2}`;
};
const lamps = (): readonly string[] => stand.view<PanelView>('panel1').lamps.slice(0, 2);
/** What the journal says of the print of each ticket. */
async function prints(): Promise<Record<string, string[]>> {
  const ends: Record<string, string[]> = {};
  for (const event of await stand.events()) {
    if (!event.type.startsWith('print-') || !('label' in event)) continue;
    const reason = 'reason' in event ? ` ${event.reason}` : '';
    ends[event.label] = [...(ends[event.label] ?? []), event.type.slice('print-'.length) + reason];
  }
  return ends;
}

describe('a free printer', () => {
  it('begins a ticket in the commit that issues it: the customer waits for the disk once', async () => {
    await open();
    const { store } = stand;
    const before = store.commits;
    const release = store.stall();
    await act('panel1', 'press 1');
    expect(stand.view<PrinterView>('printer1').slips).toEqual([]);
    // The disk takes one batch, and then nothing for a while.
    release();
    await stand.clock.advance(0);
    const held = store.stall();
    await stand.pass(seconds(3));
    expect(store.commits).toBe(before + 1);
    expect((await stand.events()).slice(-2).map(({ type }) => type)).toEqual(['issued', 'print-started']);
    expect(slipsByLabel(stand)).toEqual(new Map([['A001', 1]]));
    held();
    await stand.pass(seconds(2));
  });

  it('that is printing begins the next ticket when it has printed the one before', async () => {
    await open();
    await act('panel1', 'press 1', 0);
    await act('panel1', 'press 2', seconds(6));
    const types = (await stand.events()).map(({ type }) => type).filter((type) => /^(?:issued|print-.*)$/.test(type));
    expect(types).toEqual(['issued', 'print-started', 'issued', 'print-ended', 'print-started', 'print-ended']);
  });
});

describe('a printer in trouble in the middle of the traffic', () => {
  it('out of paper: the kiosk refuses and says so, and takes customers again after the new roll', async () => {
    await open();
    await act('printer1', 'paper out', seconds(7));
    expect(kiosk()).toBe('OUT OF PAPER|PLEASE ASK STAFF');
    expect(lamps()).toEqual(['off', 'off']);
    await act('panel1', 'press 1');
    expect(await stand.eventsOf('issued')).toEqual([]);
    expect(stand.retained().get('device/printer1')).toMatchObject({ conditions: ['paper-out'] });
    await act('printer1', 'paper load', seconds(7));
    expect(kiosk()).toBe('WELCOME|PRESS A BUTTON');
    expect(lamps()).toEqual(['on', 'on']);
    await act('panel1', 'press 1', seconds(3));
    expect(slipsByLabel(stand)).toEqual(new Map([['A001', 1]]));
  });

  it('out of paper with the policy screen: the number is told and may be called at once', async () => {
    await open('screen');
    await act('printer1', 'cover open', seconds(7));
    await act('panel1', 'press 1');
    expect(kiosk()).toBe('NUMBER A001|YOU ARE NEXT');
    await act('keypad1', 'press next');
    expect(stand.view('display1')).toMatchObject({ text: 'A001' });
    await act('printer1', 'cover close', seconds(7));
    expect(stand.slips).toEqual([]);
  });

  it('out of paper in mid-slip: what waits comes out after the new roll, in order, each once', async () => {
    await open();
    await stand.act('panel1', 'press 1');
    await stand.pass(100);
    await stand.act('panel1', 'press 2');
    await stand.pass(400);
    await stand.act('panel1', 'press 1');
    await stand.pass(200);
    await act('printer1', 'paper out', seconds(20));
    expect((await stand.eventsOf('issued')).length).toBeGreaterThanOrEqual(2);
    await act('printer1', 'paper load', seconds(15));
    expect(await prints()).toMatchObject({ A001: ['started', 'ended'], B001: ['started', 'ended'] });
    const order = (await stand.eventsOf('issued')).map(({ label }) => label);
    expect(stand.slips.flatMap((slip) => labelOn(slip) ?? [])).toEqual(order);
    // What hung out of the printer came away with the old roll, or is marked as void.
    const others = stand.slips.filter((slip) => slip.end === 'torn' || textOf(slip).join().includes('VOID'));
    expect(others.length).toBeGreaterThan(0);
  });

  it('out of paper with three waiting: after the new roll a test slip that is no ticket, then the three in order', async () => {
    await open();
    await act('printer1', 'paper out', seconds(7));
    for (const service of ['cash', 'account', 'cash']) await ask('issue', { service, handover: 'paper' });
    await stand.pass(seconds(20));
    expect(stand.slips).toEqual([]);
    await act('printer1', 'paper load', seconds(20));
    expect(stand.slips.map(labelOn)).toEqual([null, 'A001', 'B001', 'A002']);
    const [test] = stand.slips;
    const lines = test ? textOf(test) : [];
    expect(lines.slice(0, 5)).toEqual([
      ...['小支行', 'Small Branch', 'PAPER OK', '纸卷已更换'],
      expect.stringMatching(/^printer1 .*\d{4}-\d\d-\d\d \d\d:\d\d$/),
    ]);
    expect(test?.parts.find((part) => part.kind === 'qr')?.data).toBe('lobbyd:test:small:printer1');
    expect(await prints()).toMatchObject({ A001: ['started', 'ended'], A002: ['started', 'ended'] });
  });

  it('the cover stays open: the ticket in hand is withdrawn after two minutes, and the kiosk says so', async () => {
    await open();
    await stand.act('panel1', 'press 1');
    await stand.pass(500);
    await act('printer1', 'cover open', minutes(2) + seconds(5));
    expect(await prints()).toEqual({ A001: ['started', 'failed cover-open'] });
    expect(stand.happenings.some(({ device, text }) => device === 'panel1' && text.includes('A001 NOT PRINTED'))).toBe(
      true,
    );
    // It was callable after three seconds; nobody was there to call it.
    await act('keypad1', 'press next');
    expect(stand.view('display1')).toMatchObject({ text: '----' });
    await act('printer1', 'cover close', seconds(10));
    await act('panel1', 'press 1', seconds(4));
    expect((await stand.eventsOf('called')).map(({ label }) => label)).toEqual(['A002']);
  });

  it('mute in mid-slip: the ticket is unknown, stays callable, and the next one is not printed on its paper', async () => {
    await open();
    await stand.act('panel1', 'press 1');
    await stand.pass(300);
    await act('printer1', 'mute on', seconds(30));
    expect(await prints()).toEqual({ A001: ['started', expect.stringMatching(/^unknown/)] });
    await act('keypad1', 'press next');
    expect(stand.view('display1')).toMatchObject({ text: 'A001' });
    expect(kiosk()).toBe('PRINTER OFF|PLEASE ASK STAFF');
    await act('printer1', 'mute off', seconds(15));
    await act('panel1', 'press 1', seconds(5));
    const withTwo = stand.slips.filter((slip) => {
      const text = textOf(slip);
      return text.includes('A001') && text.includes('A002');
    });
    expect(withTwo).toEqual([]);
    expect(slipsByLabel(stand).get('A002')).toBe(1);
  });

  it('the cable is pulled in mid-slip and comes back: unknown, and the slips after it are whole', async () => {
    await open();
    await stand.act('panel1', 'press 1');
    await stand.pass(120);
    stand.wires.get('printer1')?.pull();
    await stand.pass(seconds(3));
    expect(await prints()).toEqual({ A001: ['started', 'unknown connection-lost'] });
    stand.wires.get('printer1')?.plug();
    await stand.pass(seconds(12));
    await act('panel1', 'press 2', seconds(5));
    expect(slipsByLabel(stand).get('B001')).toBe(1);
    expect(stand.slips.filter((slip) => textOf(slip).includes('A001') && textOf(slip).includes('B001'))).toEqual([]);
  });
});

/** A client of the broker asks for something; the answer. */
async function ask(name: string, body: object): Promise<unknown> {
  const prefix = 'bank/v1/small/main';
  const id = `web-${stand.clock.monotonic()}`;
  stand.broker.current.receive(`${prefix}/cmd/${name}`, { id, replyTo: `${prefix}/res/web`, ...body });
  await stand.pass(seconds(1));
  return JSON.parse(stand.broker.sentTo('/res/web').at(-1)?.payload ?? '{}');
}

describe('nothing stops the branch', () => {
  it('broker, displays, printer and keypads all dead: the kiosk goes on telling numbers, and all is made good after', async () => {
    await open('screen');
    for (const wire of ['bus1', 'bus2', 'printer1']) stand.wires.get(wire)?.pull();
    stand.broker.script.push(...Array.from({ length: 500 }, () => ({ kind: 'unreachable' as const, reason: 'cable' })));
    stand.broker.current.drop();
    await stand.pass(seconds(5));
    for (const button of [1, 2, 1]) await act('panel1', `press ${button}`, seconds(4));
    expect([...stand.told]).toEqual(['A001', 'B001', 'A002']);
    const published = stand.messages().length;
    stand.broker.script.length = 0;
    for (const wire of stand.wires.values()) wire.plug();
    await stand.pass(seconds(70));
    expect(stand.messages().length).toBeGreaterThan(published);
    await act('keypad1', 'press next');
    expect(stand.view('display1')).toMatchObject({ text: 'A001' });
  });

  it('broker, displays and printer dead: tellers call, and read the number on their keypads', async () => {
    await open('screen');
    for (const wire of ['bus2', 'printer1']) stand.wires.get(wire)?.pull();
    stand.broker.script.push(...Array.from({ length: 500 }, () => ({ kind: 'unreachable' as const, reason: 'cable' })));
    stand.broker.current.drop();
    await stand.pass(seconds(5));
    await act('panel1', 'press 1');
    const pressed = stand.clock.monotonic();
    await stand.act('keypad1', 'press next');
    await stand.pass(400);
    expect([stand.clock.monotonic() - pressed, stand.view('keypad1')]).toMatchObject([400, { line1: 'A001 CALLED' }]);
    stand.broker.script.length = 0;
    for (const wire of stand.wires.values()) wire.plug();
    await stand.pass(seconds(70));
  });

  it('keypads, displays and printer dead: an open counter is worked through MQTT', async () => {
    await open('screen');
    for (const wire of ['bus1', 'bus2', 'printer1']) stand.wires.get(wire)?.pull();
    await stand.pass(seconds(5));
    await act('panel1', 'press 1');
    expect(await ask('call-next', { counter: 'counter1' })).toMatchObject({
      result: { kind: 'called', label: 'A001' },
    });
    expect(await ask('issue', { service: 'cash' })).toMatchObject({ result: { kind: 'issued', label: 'A002' } });
    expect(await ask('recall', { counter: 'counter1' })).toMatchObject({ result: { kind: 'done', label: 'A001' } });
    for (const wire of stand.wires.values()) wire.plug();
    await stand.pass(seconds(15));
    expect(stand.view('display1')).toMatchObject({ text: 'A001' });
  });
});
