import { afterEach, expect, it } from 'vitest';
import { minutes, seconds } from '../../src/clock.ts';
import { smallBranch, smallBranchUnder } from './branches.ts';
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

/** The keypads of both windows are there, and a customer has taken a number. */
async function oneWaits(): Promise<void> {
  await stand.start();
  await stand.pass(seconds(3));
  await press('keypad1', 'pause');
  await press('keypad2', 'pause');
  await stand.act('panel1', 'press 1');
  await stand.pass(seconds(5));
}

async function press(keypad: string, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await stand.act(keypad, `press ${key}`);
    await stand.pass(seconds(2));
  }
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

async function types(): Promise<readonly string[]> {
  return (await stand.events()).map(({ type }) => type);
}

const WAITING = { line1: 'OPEN', line2: '1 WAITING' };

it('a customer whom a key sets aside waits nowhere, until its time has come, also over a restart', async () => {
  stand = await openStand({ config: smallBranch() });
  await oneWaits();
  await press('keypad1', 'next', 'park');
  expect(stand.view('keypad1')).toMatchObject({ line1: 'OPEN', line2: 'OK A001' });
  expect(stand.view('keypad2')).toMatchObject({ line1: 'OPEN', line2: '0 WAITING' });
  expect(stand.retained().get('counter/counter1')).toMatchObject({ ticket: null, parked: ['A001'] });
  expect(stand.retained().get('queue/cash')).toMatchObject({ waiting: 0 });
  await stand.stop();
  await stand.start();
  await stand.pass(minutes(19));
  expect(stand.retained().get('counter/counter1')).toMatchObject({ parked: ['A001'] });
  await stand.pass(minutes(1));
  expect(stand.view('keypad1')).toMatchObject(WAITING);
  expect(stand.retained().get('counter/counter1')).toMatchObject({ waiting: 1, parked: [] });
  expect((await types()).slice(-2)).toEqual(['parked', 'unparked']);
});

it('a parked customer is called by its number, at another window when the branch has it', async () => {
  stand = await openStand({ config: smallBranch() });
  await oneWaits();
  await press('keypad1', 'next');
  expect(await command('park', { counter: 'counter1', pool: 'branch', minutes: 5 })).toEqual({
    kind: 'done',
    label: 'A001',
  });
  await press('keypad2', '1', 'enter');
  expect(stand.view('display2')).toMatchObject({ text: 'A001' });
  await press('keypad2', 'park', '1', 'park');
  expect(stand.view('keypad2')).toMatchObject({ line2: 'OK A001' });
  expect((await types()).slice(-4)).toEqual(['parked', 'called', 'parked', 'unparked']);
});

it('who was a no-show and comes all the same waits again, by a key and by the lobby manager', async () => {
  stand = await openStand({ config: smallBranch() });
  await oneWaits();
  await press('keypad1', 'next', 'no-show', '1', 'no-show');
  expect(stand.view('keypad1')).toMatchObject({ line2: 'OK A001' });
  expect(stand.retained().get('queue/cash')).toMatchObject({ waiting: 1 });
  await press('keypad1', 'next', 'no-show');
  expect(await command('return-late', { label: 'A001' })).toEqual({
    kind: 'refused',
    code: 'return-limit',
    about: { label: 'A001', limit: 1 },
    text: 'A001 过号后已重新排队过，请重新取号',
  });
});

it('at a window with one button next says that nobody came, and later that the visit is over', async () => {
  const window = 'id: counter1, number: 1,';
  stand = await openStand({ config: smallBranch([window, `${window} noShowWithin: 10s,`]) });
  await oneWaits();
  await press('keypad1', 'next');
  await stand.act('keypad1', 'press next');
  await stand.pass(seconds(1));
  await stand.act('panel1', 'press 1');
  await stand.pass(seconds(15));
  await press('keypad1', 'next');
  const ended = (await types()).filter((type) => type === 'no-show' || type === 'finished');
  expect(ended).toEqual(['no-show', 'finished']);
});

it('a customer with an appointment checks in, waits from the booked time on, and whoever does not come is forgotten', async () => {
  const rules = 'appointments: { checkInBefore: 10min, checkInAfter: 5min, expiresAfter: 30min }';
  stand = await openStand({ config: smallBranchUnder([['  recallLimit: 3', `  recallLimit: 3\n  ${rules}`]]) });
  await oneWaits();
  const at = (after: number): string => new Date(stand.clock.wall() + after).toISOString();
  const book = (reference: string, after: number) => command('book', { reference, service: 'cash', time: at(after) });
  await book('R-1', minutes(20));
  await book('R-2', minutes(20));
  expect(await command('check-in', { reference: 'R-1' })).toMatchObject({ kind: 'refused', code: 'check-in-early' });
  await stand.pass(minutes(12));
  expect(await command('check-in', { reference: 'R-1' })).toMatchObject({
    kind: 'issued',
    ticket: 2,
    label: 'A002',
    ahead: 1,
  });
  await stand.pass(minutes(40));
  expect((await types()).filter((type) => !type.startsWith('alert-')).slice(-3)).toEqual([
    'checked-in',
    'issued',
    'booking-expired',
  ]);
  const told = stand
    .messages()
    .map((text) => JSON.parse(text).type)
    .filter((type) => !type.startsWith('lobbyd.alert-'));
  expect(told.slice(-3)).toEqual([
    'lobbyd.appointment-checked-in',
    'lobbyd.ticket-issued',
    'lobbyd.appointment-expired',
  ]);
});
