import { describe, expect, it } from 'vitest';
import { openScene, type Scene } from '../stand/scene.ts';
import { labelOf } from '../stand/slip-label.ts';
import { lacks } from '../tools.ts';

/** A slip that takes longer than three seconds, on a machine that has much to do, is released meanwhile. */
const SLOW = /^(?:ticket-)?released$/;

/** What MQTT told of tickets, prints and counters, in order. */
async function heard({ hall, reader }: Scene, ...types: readonly string[]): Promise<void> {
  const told = (): readonly string[] =>
    reader.types().filter((type) => /^(ticket|print|counter|command)-/.test(type) && !SLOW.test(type));
  await hall.until(`MQTT tells ${types.join(', ')}`, () => told().length >= types.length);
  expect(told()).toEqual(types);
}

describe.skipIf(lacks('socat', 'mosquitto')).concurrent('a press becomes a call', () => {
  it('on paper, in the journal, at the counter and on MQTT', async (context) => {
    const scene = await openScene(context, { areTicketsShort: false });
    const { hall, reader, press, sign, top, take } = scene;
    await press(2, 'pause', 'OK');
    await top(2, 'OPEN');
    await sign(2, '----');

    await take(4, 'A001');
    expect(hall.views.panel.line2).toBe('YOU ARE NEXT');
    await hall.until('the slip is cut', () => hall.slips.length === 1);
    const slip = hall.slips[0] ?? [];
    expect(labelOf(slip)).toBe('A001');
    expect(slip).toEqual(expect.arrayContaining(['Test Branch', 'Cash', '现金', 'You are next', '前面无人等候']));
    expect(slip.filter((line) => /^\[lobbyd:1:b1:\d{4}-\d\d-\d\d:A001:[0-9A-Z]{8}\]$/.test(line))).toHaveLength(1);

    await hall.until('one waits', () => hall.views.pad(2).line2 === '1 WAITING');
    // Before that it is not callable, and *next* stands as a request.
    await hall.until('it is known to be printed', () =>
      [...reader.events.values()].some(({ type }) => type === 'lobbyd.print-ended'),
    );
    await press(2, 'next', 'A001 CALLED');
    await sign(2, 'A001', true);
    await sign(2, 'A001', false);
    await top(2, 'A001 CALLED');
    await heard(scene, 'counter-opened', 'ticket-issued', 'print-started', 'print-ended', 'ticket-called');
    expect([...reader.events.values()].find(({ type }) => type === 'lobbyd.ticket-called')).toMatchObject({
      subject: 'ticket/1',
      data: { label: 'A001', counter: 'counter2', device: 'keypad2', by: 'keypad', how: 'next', rule: 'longest-wait' },
    });
    await hall.until('the retained state tells it', () =>
      JSON.stringify(reader.states.get('counter/counter2') ?? '').includes('"A001"'),
    );
    const { out } = await hall.lobbyd('journal', 'tail', hall.journal, '--count', '100', '--zone', 'Asia/Shanghai');
    const written = out.filter((line) => line.includes('A001')).map((line) => line.trim().split(/\s+/)[3] ?? '');
    expect(written.filter((type) => !SLOW.test(type))).toEqual(['issued', 'print-started', 'print-ended', 'called']);
  });

  it('every key of a teller is answered on the pad at once', async (context) => {
    const scene = await openScene(context);
    const { press, sign, top, take, openCounters } = scene;
    await openCounters(1, 3);
    await press(1, 'next', 'NOBODY WAITS');
    await top(1, 'NEXT COMES');
    await take(1, 'A001');
    await sign(1, 'A001', true);
    await press(1, 'recall', 'OK A001');
    await press(1, 'start', 'OK A001');
    await top(1, 'A001 SERVING');
    await press(1, 'recall', 'A001 SERVING');
    await press(1, 'finish', 'OK A001');
    await sign(1, '----');
    await press(1, 'finish', 'NO CUSTOMER');
    await press(1, 'undo', 'OK A001');
    await sign(1, 'A001');
    // The second service is accounts: counter 3 serves it.
    await press(1, 'transfer', 'TO SERVICE _');
    await press(1, '2', 'TO SERVICE 2_');
    await press(1, 'enter', 'OK A001');
    await press(3, 'next', 'A001 CALLED');
    await sign(3, 'A001', true);
    await press(3, 'no-show', 'OK A001');
    await sign(3, '----');
    await press(3, 'undo', 'OK A001');
    await sign(3, 'A001');
    await press(3, 'finish', 'OK A001');
    await press(3, '9', 'CALL 9_');
    await press(3, 'enter', 'NO NUMBER 9');
    await press(3, 'pause', 'OK');
    await sign(3, 'STOP');
    await press(3, 'next', 'COUNTER PAUSED');
    await heard(
      scene,
      ...['counter-opened', 'counter-opened', 'counter-waits', 'ticket-issued', 'print-started', 'print-ended'],
      ...['ticket-called', 'ticket-recalled', 'ticket-started', 'command-refused', 'ticket-finished'],
      ...['command-refused', 'command-undone', 'ticket-transferred', 'ticket-called', 'ticket-no-show'],
      ...['command-undone', 'ticket-finished', 'counter-paused', 'command-refused'],
    );
  });

  it('a number that a teller types is called before those that came earlier', async (context) => {
    const scene = await openScene(context);
    const { press, take, sign, hall, openCounters } = scene;
    await openCounters(1);
    await take(1, 'A001');
    await take(1, 'A002');
    await take(2, 'B001');
    await hall.until('three slips', () => hall.slips.length === 3);
    // The numbers of both its services: the teller is asked which.
    await press(1, '1', 'CALL 1_');
    await press(1, 'enter', '1=A001 2=B001');
    await press(1, 'clear', '3 WAITING');
    await press(1, '2', 'CALL 2_');
    await press(1, 'enter', 'A002 CALLED');
    await sign(1, 'A002', true);
    await press(1, 'finish', 'OK A002');
    await press(1, 'next', 'A001 CALLED');
    await press(1, 'finish', 'OK A001');
    await press(1, 'next', 'B001 CALLED');
  });

  it('a branch that wants short tickets gets them in one language without a code', async (context) => {
    const scene = await openScene(context, { broker: 'embedded', areTicketsShort: true });
    const { hall, take } = scene;
    await take(4, 'A001');
    await take(1, 'A002');
    await hall.until('two slips', () => hall.slips.length === 2);
    const texts = hall.slips.map((slip) => slip.filter((line) => line !== '' && line !== '----'));
    expect(texts[0]).toEqual(expect.arrayContaining(['Test Branch', 'Cash', 'You are next']));
    expect(texts[1]).toEqual(expect.arrayContaining(['测试支行', '现金', '前面等候 1 人']));
    expect(texts[0]?.join('')).not.toMatch(/[\u4e00-\u9fff]|lobbyd:/);
    expect(texts[1]?.join('')).not.toMatch(/Cash|lobbyd:/);
  });
});
