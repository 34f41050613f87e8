import { afterEach, expect, it } from 'vitest';
import { minutes, seconds } from '../../src/clock.ts';
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

const rating = 'rating: { within: 3min, tellBelow: 3 }';
/** Window 1 has a keypad in front of the customer; a console speaks for the lobby manager. */
const config = () =>
  smallBranchUnder(
    [['  recallLimit: 3', `  recallLimit: 3\n  ${rating}`]],
    ['number: 1,', 'number: 1, ratingPad: marks1,'],
    [
      '  - { id: keypad2,',
      '  - { id: marks1, driver: keypad-line, bus: bus1, settings: { address: 3 } }\n  - { id: keypad2,',
    ],
    ['mqtt: {', 'people: [{ id: lm-wang, role: lobby-manager, by: [mqtt/console] }]\nmqtt: {'],
  );

async function press(keypad: string, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await stand.act(keypad, `press ${key}`);
    await stand.pass(seconds(2));
  }
}

async function command(name: string, client: string, body: object): Promise<unknown> {
  const before = stand.broker.sentTo('/res/').length;
  const topic = 'bank/v1/small/main';
  const id = `${name}-${stand.clock.monotonic()}`;
  stand.broker.current.receive(`${topic}/cmd/${name}`, { id, replyTo: `${topic}/res/${client}`, ...body });
  await stand.pass(seconds(1));
  const [answer] = stand.broker.sentTo('/res/').slice(before);
  return JSON.parse(answer?.payload ?? 'null');
}

/** A001 is served at window 1 within two minutes, and gone. */
async function oneServed(): Promise<void> {
  await stand.start();
  await stand.pass(seconds(3));
  await press('keypad1', 'pause');
  await stand.act('panel1', 'press 1');
  await stand.pass(seconds(5));
  await press('keypad1', 'next', 'start', 'finish');
}

const rated = async () => (await stand.events()).filter(({ type }) => type === 'rated' || type === 'low-rated');

it('a customer gives a mark on the keypad in front of the window, and the record of the day has it, also after a restart', async () => {
  stand = await openStand({ config: config() });
  await oneServed();
  expect(stand.view('marks1')).toMatchObject({ line1: 'HOW WAS SERVICE?', line2: '1=POOR 5=BEST' });
  await press('marks1', '2');
  expect(stand.view('marks1')).toMatchObject({ line1: 'THANK YOU' });
  const head = { label: 'A001', counter: 'counter1', score: 2, actor: { kind: 'rating-pad', device: 'marks1' } };
  expect(await rated()).toMatchObject([
    { type: 'rated', ...head },
    { type: 'low-rated', ...head },
  ]);
  const kept = {
    wait: { kept: 1, of: 1 },
    service: { kept: 1, of: 1 },
    marks: { of: 1, mean: 2, worst: 2 },
  };
  await stand.pass(minutes(1));
  expect(stand.retained().get('standards')).toMatchObject({ all: kept, counters: [{ id: 'counter1', ...kept }] });
  await stand.stop();
  await stand.start();
  await stand.pass(seconds(5));
  expect(stand.retained().get('standards')).toMatchObject({ all: kept, services: [{ id: 'cash', ...kept }] });
  const told = stand.messages().map((text) => JSON.parse(text));
  const low = told.find(({ type }) => type === 'lobbyd.ticket-rated-low');
  expect(low?.data).toMatchObject({ by: 'rating-pad', device: 'marks1', counter: 'counter1', score: 2, scale: 5 });
});

it('a tablet takes the mark of a number for three minutes, and a person acts by the program that may speak for that person', async () => {
  stand = await openStand({ config: config() });
  await oneServed();
  expect(await command('rate', 'tablet', { label: 'A001', score: 5, user: 'lm-wang' })).toMatchObject({
    problem: { code: 'command/unknown-user' },
  });
  expect(await command('rate', 'console', { label: 'A001', score: 5, user: 'lm-wang' })).toMatchObject({
    result: { kind: 'done', label: 'A001' },
  });
  const through = { kind: 'mqtt', client: 'console' };
  expect(await rated()).toMatchObject([{ score: 5, actor: { kind: 'lobby-manager', user: 'lm-wang', through } }]);
  await stand.pass(minutes(3));
  expect(await command('rate', 'tablet', { label: 'A001', score: 4 })).toMatchObject({
    result: { kind: 'refused', code: 'rating-too-late', about: { label: 'A001' } },
  });
  expect(stand.view('marks1')).toMatchObject({ line1: '', line2: '' });
});
