import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { settled } from '../stand/hall.ts';
import { openScene } from '../stand/scene.ts';
import { labelOf } from '../stand/slip-label.ts';
import { verdict } from '../stand/verdict.ts';
import { lacks } from '../tools.ts';

interface Line {
  readonly type: string;
  readonly body: { readonly label?: string; readonly reason?: string };
}

describe.skipIf(lacks('socat', 'mosquitto')).concurrent('a daemon that is told to stop', () => {
  it('leaves the slip in hand as unknown and is back with the same hall, its displays and what waited for paper', async (context) => {
    const scene = await openScene(context);
    const { hall, take, press, sign, top, openCounters, reader } = scene;
    await openCounters(1, 2);
    await take(1, 'A001');
    await hall.until('the first slip', () => hall.slips.length === 1);
    await press(1, 'next', 'A001 CALLED');
    await press(1, 'start', 'OK A001');
    hall.act('printer1', 'slow on');
    await take(1, 'A002');
    await take(2, 'B001');
    await hall.until('the second slip is under way', () => hall.views.printer.slip.parts.length > 0);
    const run = hall.run();
    expect(await run.stop()).toEqual({ code: 0, signal: null });
    expect(run.log().map(({ msg }) => msg)).toEqual(expect.arrayContaining(['stopping', 'stopped']));
    expect(run.log().filter(({ level }) => level === 'error' || level === 'fatal')).toEqual([]);
    const journal = (await hall.export()).map((line) => JSON.parse(line) as Line);
    expect(journal.filter(({ type }) => type === 'print-unknown').map(({ body }) => body)).toMatchObject([
      { label: 'A002', reason: 'restart' },
    ]);
    await hall.until('MQTT knows that it stopped', () => reader.availability.at(-1)?.state === 'offline');

    hall.act('display1', 'swap');
    hall.act('printer1', 'slow off');
    await hall.ready();
    await settled(hall);
    // A broker that was slow at the stop gets the last records from the next daemon.
    await reader.complete(journal.length);
    await sign(1, 'A001');
    await sign(2, '----');
    await top(1, 'A001 SERVING');
    await hall.until('the ticket that waited is printed', () => hall.slips.map(labelOf).includes('B001'));
    expect(hall.slips.map(labelOf).filter((label) => label !== '')).toEqual(['A001', 'A002', 'B001']);
    await press(1, 'finish', 'OK A001');
    expect(await verdict(scene)).toEqual([]);
  });

  it('answers what it took, leaves later presses to the next daemon, and closes its ports', async (context) => {
    const scene = await openScene(context, { broker: 'embedded', wires: 'tcp' });
    const { hall, openCounters } = scene;
    await openCounters(1, 2, 3);
    const stopping = hall.run().stop();
    for (let press = 0; press < 6; press += 1) hall.act('panel1', 'press 1');
    for (const key of ['next', 'finish', 'next']) hall.act('keypad2', `press ${key}`);
    expect(await stopping).toEqual({ code: 0, signal: null });
    const isRefused = await new Promise<boolean>((resolve) => {
      connect(hall.brokerPort, '127.0.0.1')
        .once('error', () => resolve(true))
        .once('connect', () => resolve(false));
    });
    expect(isRefused).toBe(true);
    await hall.ready();
    await settled(hall);
    await hall.until('every press is answered', () => hall.views.panel.unacknowledged.length === 0);
    await hall.until('six slips', () => hall.slips.length >= 6);
    const journal = (await hall.export()).map((line) => JSON.parse(line) as Line);
    expect(journal.filter(({ type }) => type === 'issued').map(({ body }) => body.label)).toEqual(
      [1, 2, 3, 5, 6, 7].map((number) => `A00${number}`),
    );
  });

  it('tells on SIGUSR2 what is open', async (context) => {
    const scene = await openScene(context, { broker: 'embedded' });
    const { hall } = scene;
    hall.run().child.kill('SIGUSR2');
    const dump = await hall.until('the list', () =>
      hall
        .run()
        .log()
        .find(({ msg }) => msg === 'what is open'),
    );
    expect(dump.parts).toEqual(
      expect.arrayContaining(['journal', 'branch', 'mqtt', 'panel1', 'printer1', 'pads', 'signs', 'kiosk kiosk1']),
    );
    expect(dump.ports).toHaveLength(4);
    expect(JSON.stringify(dump.ports)).toContain('/wires/pads');
    expect(JSON.stringify(dump.health)).toContain('keypad3');
    expect(dump.loopLagMs).toEqual({ p50: expect.any(Number), p99: expect.any(Number), max: expect.any(Number) });
    expect(await hall.run().stop()).toEqual({ code: 0, signal: null });
  });
});
