import { afterEach, describe, expect, it } from 'vitest';
import { seconds } from '../../src/clock.ts';
import { smallBranch } from './branches.ts';
import { expectReplaysEqual, verdict } from './evidence.ts';
import { labelOn, openStand, type Stand, textOf } from './stand.ts';

const PREFIX = 'bank/v1/small/main';
const MANAGER = 'people:\n  - { id: lm-wang, role: lobby-manager, by: [mqtt/tablet7] }\n';

let stand: Stand;
afterEach(async () => {
  await stand.pass(seconds(8));
  await expectReplaysEqual(stand);
  await stand.stop();
  expect(await verdict(stand)).toEqual([]);
  await stand.close();
});

/** A customer has taken B001 in English. */
async function open(): Promise<void> {
  stand = await openStand({ config: smallBranch(['buses:\n', `${MANAGER}buses:\n`]) });
  await stand.start();
  await stand.pass(seconds(3));
  await stand.act('panel1', 'press 2');
  await stand.pass(seconds(5));
}

/** The lobby manager asks by a tablet; the answer. */
async function ask(name: string, body: object): Promise<unknown> {
  const id = `tablet-${stand.clock.monotonic()}`;
  const told = { id, replyTo: `${PREFIX}/res/tablet7`, user: 'lm-wang', ...body };
  stand.broker.current.receive(`${PREFIX}/cmd/${name}`, told);
  await stand.pass(seconds(1));
  return JSON.parse(stand.broker.sentTo('/res/tablet7').at(-1)?.payload ?? '{}');
}

const codes = (): readonly (string | undefined)[] =>
  stand.slips.map(({ parts }) => parts.find((part) => part.kind === 'qr')?.data);

/** What the last event of a type told on MQTT. */
function told(type: string) {
  const all = stand.messages().map((text) => JSON.parse(text));
  return all.findLast((message) => message.type === `lobbyd.${type}`)?.data;
}

describe('a lost slip', () => {
  it('is printed again with the same number, code and time, and says which copy it is; who asked is on record', async () => {
    await open();
    await stand.pass(seconds(90));
    for (const times of [1, 2]) {
      expect(await ask('reprint', { label: 'B001' })).toMatchObject({ result: { kind: 'done', label: 'B001' } });
      await stand.pass(seconds(5));
      expect(told('reprint-asked')).toMatchObject({ label: 'B001', times, by: 'lobby-manager', kiosk: null });
      expect(told('reprint-ended')).toMatchObject({ times, printer: 'printer1', end: 'printed', reason: null });
    }
    expect(stand.slips.map(labelOn)).toEqual(['B001', 'B001', 'B001']);
    expect(new Set(codes()).size).toBe(1);
    const [first = [], , second = []] = stand.slips.map(textOf);
    const time = first.filter((line) => line.includes('Issued'));
    expect(second.filter((line) => line.includes('Issued'))).toEqual(time);
    expect(second).toEqual(expect.arrayContaining(['Copy 2', '补打第 2 次']));
    expect(first.join()).toContain('You are next');
    expect(second.join()).not.toMatch(/You are next|before you|Wait/);
    const asked = await stand.eventsOf('reprint-asked');
    expect(asked.map(({ actor }) => actor)).toEqual([1, 2].map(() => expect.objectContaining({ user: 'lm-wang' })));
  });

  it('is not printed at a kiosk that is not there', async () => {
    await open();
    expect(await ask('reprint', { label: 'B001', kiosk: 'kiosk9' })).toMatchObject({
      problem: { code: 'command/no-printer' },
    });
    expect(await ask('reprint', { label: 'B001', kiosk: 'kiosk1' })).toMatchObject({ result: { kind: 'done' } });
    await stand.pass(seconds(5));
    expect(stand.slips.map(labelOn)).toEqual(['B001', 'B001']);
  });

  it('whose copy was in the printer at a power cut is unknown, and is not printed by itself', async () => {
    await open();
    stand.broker.current.receive(`${PREFIX}/cmd/reprint`, { id: 'r1', label: 'B001' });
    for (let waited = 0; waited < 100 && (await stand.eventsOf('reprint-asked')).length === 0; waited += 1) {
      await stand.pass(10);
    }
    await stand.pass(100);
    stand.kill();
    await stand.start();
    await stand.pass(seconds(20));
    const [ended] = await stand.eventsOf('reprint-ended');
    expect(ended).toMatchObject({ times: 1, end: 'unknown', reason: 'restart' });
    expect(stand.daemon.branch.committed.tickets.get(1)).toMatchObject({ print: 'printed', isCallable: true });
    expect(stand.slips.length).toBeLessThanOrEqual(2);
  });
});

describe('a test slip by hand', () => {
  it('comes out, is on record with who asked for it, and is refused while the printer is not ready', async () => {
    await open();
    const { seq } = stand.store.head();
    expect(await ask('test-print', { printer: 'printer1' })).toMatchObject({
      result: { kind: 'testing', printer: 'printer1' },
    });
    await stand.pass(seconds(5));
    expect(stand.slips.map(labelOn)).toEqual(['B001', null]);
    const [asked, ...more] = await stand.store.read(seq + 1, 9);
    expect([asked?.stream, asked?.type, asked?.body]).toEqual([
      'device',
      'test-print-asked',
      {
        device: 'printer1',
        actor: { kind: 'lobby-manager', user: 'lm-wang', through: { kind: 'mqtt', client: 'tablet7' } },
      },
    ]);
    expect(more).toEqual([]);
    expect(told('test-print-asked')).toMatchObject({ device: 'printer1', by: 'lobby-manager' });
    expect(await ask('test-print', { printer: 'printer9' })).toMatchObject({
      problem: { code: 'command/unknown-printer' },
    });
    await stand.act('printer1', 'cover open');
    await stand.pass(seconds(7));
    expect(await ask('test-print', { printer: 'printer1' })).toMatchObject({
      problem: { code: 'command/printer-not-ready', what: 'printer1 is open' },
    });
    await stand.act('printer1', 'cover close');
    await stand.pass(seconds(7));
    expect(stand.slips).toHaveLength(2);
  });
});
