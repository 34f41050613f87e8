import { afterEach, expect, it } from 'vitest';
import { minutes, seconds } from '../../src/clock.ts';
import type { Edit } from '../../src/config/spec.ts';
import type { Log } from '../../src/devices/log.ts';
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

const CARDS: readonly Edit[] = [
  [
    'services:\n',
    'cards: { limit: 2, prefixes: [{ prefix: "62", segment: ordinary }, { prefix: "620000", segment: gold }] }\nservices:\n',
  ],
  [
    '{ id: ordinary, names: { zh-CN: 普通客户, en: Ordinary } }',
    '{ id: ordinary, names: { zh-CN: 普通客户, en: Ordinary } }\n  - { id: gold, rank: 1, announce: lobby, names: { zh-CN: 贵宾, en: Gold } }',
  ],
];
const READER: readonly Edit[] = [
  [
    '    whenPrinterNotReady: refuse\n',
    '    whenPrinterNotReady: refuse\n    card: { reader: card1, buttonWithin: 20s }\n',
  ],
  ['devices:\n', 'devices:\n  - { id: card1, driver: card-line, wire: { serial: /dev/card1 } }\n'],
];

const lines: string[] = [];
const keep = (fields: object, message: string): void => void lines.push(JSON.stringify(fields) + message);
const log: Log = { debug: keep, info: keep, warn: keep, error: keep };

async function open(...branch: readonly Edit[]): Promise<void> {
  stand = await openStand({ config: smallBranchUnder(CARDS, ...READER, ...branch), log });
  await stand.start();
  await stand.pass(seconds(3));
  for (const keypad of ['keypad1', 'keypad2']) await act(keypad, 'press pause');
}

async function act(device: string, action: string): Promise<void> {
  await stand.act(device, action);
  await stand.pass(seconds(4));
}

async function command(name: string, body: object): Promise<unknown> {
  const before = stand.broker.sentTo('/res/').length;
  const topic = 'bank/v1/small/main';
  const id = `${name}-${stand.clock.monotonic()}`;
  stand.broker.current.receive(`${topic}/cmd/${name}`, { id, replyTo: `${topic}/res/tablet`, ...body });
  await stand.pass(seconds(1));
  const [answer] = stand.broker.sentTo('/res/').slice(before);
  return JSON.parse(answer?.payload ?? 'null')?.result;
}

it('a gold card and a button: the ticket is gold, the lobby is told, and the hall is not', async () => {
  await open();
  await act('card1', 'card gold');
  expect(stand.view('panel1')).toMatchObject({ line1: 'CARD READ', line2: 'PRESS A BUTTON' });
  await act('panel1', 'press 1');
  await act('panel1', 'press 1');
  await act('keypad1', 'press next');
  expect((await stand.eventsOf('issued')).map(({ segment }) => segment)).toEqual(['gold', 'ordinary']);
  const told = stand.messages().map((text) => JSON.parse(text));
  const recognized = told.filter(({ type }) => type === 'lobbyd.customer-recognized');
  expect(recognized.map(({ data }) => data)).toMatchObject([{ label: 'A001', service: 'cash', segment: 'gold' }]);
  // Whatever the hall sees: slips, displays, kiosk and keypads, and every other message.
  const others = told.filter((message) => !recognized.includes(message));
  const states = [...stand.retained()];
  const hall = JSON.stringify([stand.slips, stand.happenings, others, states]);
  expect(hall).not.toMatch(/gold|贵宾/i);
  expect(hall).toContain('A001');
});

it('no digit of a card is anywhere in what was written, said or shown', async () => {
  lines.length = 0;
  await open();
  for (const action of ['card gold', 'card ordinary', 'swipe 6200000000000047', 'swipe 6200000000000014']) {
    await act('card1', action);
    await act('panel1', 'press 1');
  }
  for (const fault of ['short', 'scratched', 'bad-check', 'noise']) {
    await act('card1', fault);
    await act('card1', 'card gold');
  }
  await act('keypad1', 'press next');
  expect((await stand.eventsOf('issued')).map(({ segment }) => segment)).toEqual([
    'gold',
    'ordinary',
    'gold',
    'ordinary',
  ]);
  const journal = JSON.stringify(await stand.journal());
  // The prefixes themselves are part of no rule of the queue.
  for (const written of [
    journal,
    JSON.stringify(stand.messages()),
    JSON.stringify([...stand.retained()]),
    lines.join('\n'),
  ]) {
    expect(written).not.toMatch(/62000000|42424242/);
  }
  expect(JSON.stringify([stand.slips, stand.happenings])).not.toMatch(/62000000|42424242/);
  // Seen to be looking in the right place.
  expect(journal).toContain('"label":"A001"');
  expect(lines.join('\n')).toContain('a card could not be read');
});

it('a card draws two tickets a day; after a restart the count begins anew', async () => {
  await open();
  const draw = async (): Promise<void> => {
    await act('card1', 'card gold');
    await act('panel1', 'press 1');
  };
  await draw();
  await draw();
  await act('card1', 'card gold');
  expect(stand.view('panel1')).toMatchObject({ line1: 'CARD LIMIT REACHED' });
  await stand.stop();
  await stand.start();
  await stand.pass(seconds(10));
  await draw();
  expect((await stand.eventsOf('issued')).map(({ segment }) => segment)).toEqual(['gold', 'gold', 'gold']);
});

it('a kiosk for cards alone gives a ticket for each card at once', async () => {
  await open(['buttonWithin: 20s', 'buttonWithin: 20s, service: cash, language: en']);
  await act('card1', 'card gold');
  expect(await stand.eventsOf('issued')).toMatchObject([{ service: 'cash', segment: 'gold', language: 'en' }]);
});

it('a window for gold customers helps whoever has waited long, and the lobby manager raises a customer into its line', async () => {
  const own = 'segments: [gold], helps: [{ when: long-wait, longerThan: 5min }]';
  await open(['number: 2, services: [cash],', `number: 2, services: [cash], ${own},`]);
  await act('panel1', 'press 1');
  await act('panel1', 'press 1');
  await act('keypad2', 'press next');
  expect(stand.view('keypad2')).not.toMatchObject({ line2: 'A001' });
  expect(await stand.eventsOf('called')).toEqual([]);
  const upgrade = { label: 'A002', segment: 'gold', reason: 'potential-vip' };
  expect(await command('change-segment', { ...upgrade, reason: 'a-friend' })).toMatchObject({
    kind: 'refused',
    code: 'unknown-upgrade-reason',
  });
  expect(await command('change-segment', upgrade)).toEqual({ kind: 'done', label: 'A002' });
  expect(await stand.eventsOf('called')).toMatchObject([{ label: 'A002', counter: 'counter2', how: 'request' }]);
  await act('keypad2', 'press next');
  await stand.pass(minutes(5));
  expect((await stand.eventsOf('called')).map(({ label, rule }) => [label, rule])).toEqual([
    ['A002', 'request'],
    ['A001', 'request'],
  ]);
  expect(stand.view('display2')).toMatchObject({ text: 'A001' });
});
