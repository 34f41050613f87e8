import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyDisk, START } from '../../test/broker/fake-branch.ts';
import { PREFIX, scripted } from '../../test/broker/stand.ts';
import { minutes, seconds } from '../clock.ts';
import { COMMAND_NAMES } from '../commands/schema.ts';
import { COMPLAINTS_A_MINUTE } from '../complaints.ts';
import { ANSWERS_WAITING } from './answers.ts';
import { LARGEST_COMMAND } from './command-parse.ts';
import { COMMANDS_AT_ONCE } from './commands.ts';
import { commandAnswer } from './schema/commands.ts';
import { CLIENTS_AN_HOUR } from './source-book.ts';

type Rig = Awaited<ReturnType<typeof scripted>>;
const RES = `${PREFIX}/res/tablet-1`;
const ACK = { kind: 'acknowledged', reason: 0 } as const;

const answers = ({ broker }: Rig) =>
  broker.sentTo('/res/').map(({ payload }) => commandAnswer.parse(JSON.parse(payload)));
const codes = (rig: Rig) =>
  answers(rig).map((answer) => ('problem' in answer ? answer.problem.code : answer.result.kind));

async function send(rig: Rig, name: string, body: unknown, more: object = {}): Promise<void> {
  rig.broker.current.receive(`${PREFIX}/cmd/${name}`, body, more);
  await rig.clock.advance(0);
}

describe('a command', () => {
  it('of MQTT 3.1.1 is answered on replyTo, with its id', async () => {
    const rig = await scripted();
    await send(rig, 'issue', { id: 'c1', replyTo: RES, service: 'cash' });
    expect(answers(rig)).toEqual([
      { command: 'issue', id: 'c1', result: { kind: 'issued', ticket: 1, label: 'A001', ahead: 0 } },
    ]);
    expect(rig.broker.sentTo('/res/')[0]).toMatchObject({ topic: RES, isRetained: false });
  });

  it('of MQTT 5 is answered on its response topic, with its correlation data', async () => {
    const rig = await scripted();
    const correlation = Buffer.from([1, 2, 255]);
    await send(rig, 'issue', { service: 'cash' }, { responseTopic: RES, correlation });
    const [answer] = rig.broker.sentTo('/res/');
    expect(answer).toMatchObject({ topic: RES, contentType: 'application/json' });
    expect(Buffer.from(answer?.correlation ?? [])).toEqual(correlation);
    expect(rig.fake.asked[0]).toMatchObject({ id: { source: 'mqtt:tablet-1', key: 'b64:AQL/' } });
  });

  it('tells the queue who asks, and what was left out', async () => {
    const rig = await scripted();
    await send(rig, 'issue', { id: 'c1', replyTo: RES, service: 'cash' });
    expect(rig.fake.asked).toEqual([
      {
        type: 'issue',
        service: 'cash',
        segment: 'ordinary',
        language: 'zh-CN',
        handover: 'screen',
        id: { source: 'mqtt:tablet-1', key: 'c1' },
        actor: { kind: 'mqtt', client: 'tablet-1' },
      },
    ]);
  });

  it('is answered after the commit, not before', async () => {
    const rig = await scripted();
    const release = rig.fake.holdCommits();
    await send(rig, 'issue', { id: 'c1', replyTo: RES, service: 'cash' });
    expect(answers(rig)).toEqual([]);
    release();
    await rig.clock.advance(0);
    expect(codes(rig)).toEqual(['issued']);
  });

  it('calls the next ticket, stands when there is none, and is refused with a code', async () => {
    const rig = await scripted();
    await send(rig, 'issue', { id: '1', replyTo: RES, service: 'cash' });
    await send(rig, 'call-next', { id: '2', replyTo: RES, counter: 'w1' });
    await send(rig, 'call-next', { id: '3', replyTo: RES, counter: 'w2' });
    await send(rig, 'recall', { id: '4', replyTo: RES, counter: 'w2' });
    expect(answers(rig).slice(1)).toEqual([
      {
        command: 'call-next',
        id: '2',
        result: { kind: 'called', ticket: 1, label: 'A001', counter: 'w1', waiting: 0 },
      },
      { command: 'call-next', id: '3', result: { kind: 'standing', counter: 'w2' } },
      { command: 'recall', id: '4', result: { kind: 'refused', code: 'no-open-ticket', about: { counter: 'w2' } } },
    ]);
  });

  it('parks, sends back, calls and brings back a certain ticket, for a counter or for the lobby manager', async () => {
    const rig = await scripted();
    await send(rig, 'park', { id: '1', replyTo: RES, counter: 'w1' });
    await send(rig, 'park', { id: '2', replyTo: RES, counter: 'w1', pool: 'branch', minutes: 5 });
    await send(rig, 'unpark', { id: '3', replyTo: RES, label: 'A003' });
    await send(rig, 'unpark', { id: '4', replyTo: RES, label: 'A003', counter: 'w1' });
    await send(rig, 'call-ticket', { id: '5', replyTo: RES, label: 'A003', counter: 'w1' });
    await send(rig, 'return-late', { id: '6', replyTo: RES, label: 'A003' });
    expect(rig.fake.asked.map(({ id: _, actor: __, ...asked }) => asked)).toEqual([
      { type: 'park', counter: 'w1', pool: null, returnAfter: null },
      { type: 'park', counter: 'w1', pool: 'branch', returnAfter: minutes(5) },
      { type: 'unpark', counter: null, ticket: { label: 'A003' } },
      { type: 'unpark', counter: 'w1', ticket: { label: 'A003' } },
      { type: 'call-ticket', counter: 'w1', ticket: { label: 'A003' } },
      { type: 'return-late', counter: null, ticket: { label: 'A003' } },
    ]);
  });

  it('says that a customer is of another segment, and why', async () => {
    const rig = await scripted();
    const why = { segment: 'gold', reason: 'potential-vip' };
    await send(rig, 'change-segment', { id: '1', replyTo: RES, label: 'A003', ...why });
    expect(rig.fake.asked.map(({ id: _, actor: __, ...asked }) => asked)).toEqual([
      { type: 'change-segment', ticket: { label: 'A003' }, ...why },
    ]);
  });

  it('has a lost slip printed again, and a customer go on at another window', async () => {
    const rig = await scripted();
    await send(rig, 'reprint', { id: '1', replyTo: RES, label: 'A003' });
    await send(rig, 'reprint', { id: '2', replyTo: RES, label: 'A003', kiosk: 'kiosk-1' });
    await send(rig, 'take-over', { id: '3', replyTo: RES, counter: 'w1', from: 'w2' });
    expect(rig.fake.asked.map(({ id: _, actor: __, ...asked }) => asked)).toEqual([
      { type: 'reprint', ticket: { label: 'A003' } },
      { type: 'reprint', ticket: { label: 'A003' }, kiosk: 'kiosk-1' },
      { type: 'take-over', counter: 'w1', from: 'w2' },
    ]);
  });

  it('has the hall stand otherwise', async () => {
    const rig = await scripted();
    await send(rig, 'set-hall', { id: '1', replyTo: RES, state: 'evacuation' });
    expect(rig.fake.asked.map(({ id: _, actor: __, ...asked }) => asked)).toEqual([
      { type: 'set-hall', state: 'evacuation' },
    ]);
  });

  it('says when a branch that cannot open on time is expected to open', async () => {
    const rig = await scripted();
    const until = '2026-01-05T09:20:00+08:00';
    await send(rig, 'set-hall', { id: '1', replyTo: RES, state: 'not-open-yet', until });
    expect(rig.fake.asked.map(({ id: _, actor: __, ...asked }) => asked)).toEqual([
      { type: 'set-hall', state: 'not-open-yet', until: Date.parse(until) },
    ]);
  });

  it('books a time of day, cancels it, and checks its customer in', async () => {
    const rig = await scripted();
    const time = '2026-01-05T10:00:00+08:00';
    await send(rig, 'book', { id: '1', replyTo: RES, reference: 'R-1', service: 'cash', time });
    await send(rig, 'cancel-appointment', { id: '2', replyTo: RES, reference: 'R-1' });
    await send(rig, 'check-in', { id: '3', replyTo: RES, reference: 'R-1' });
    await send(rig, 'check-in', { id: '4', replyTo: RES, reference: 'R-1', insists: true });
    expect(rig.fake.asked.map(({ id: _, actor: __, ...asked }) => asked)).toEqual([
      { type: 'book', reference: 'R-1', service: 'cash', segment: 'ordinary', time: Date.parse(time) },
      { type: 'cancel-appointment', reference: 'R-1' },
      { type: 'check-in', reference: 'R-1', language: 'zh-CN', handover: 'screen' },
      { type: 'check-in', reference: 'R-1', language: 'zh-CN', handover: 'screen', insists: true },
    ]);
  });

  it('opens, pauses and closes a counter that has no keypad', async () => {
    const rig = await scripted();
    await send(rig, 'open-counter', { id: '1', replyTo: RES, counter: 'w1' });
    await send(rig, 'open-counter', { id: '2', replyTo: RES, counter: 'w1', teller: 't7', profile: 'simple-first' });
    await send(rig, 'pause-counter', { id: '3', replyTo: RES, counter: 'w1' });
    await send(rig, 'close-counter', { id: '4', replyTo: RES, counter: 'w1' });
    expect(rig.fake.asked.map(({ id: _, actor, ...asked }) => ({ ...asked, by: actor.kind }))).toEqual([
      { type: 'open-counter', counter: 'w1', teller: null, profile: null, by: 'mqtt' },
      { type: 'open-counter', counter: 'w1', teller: 't7', profile: 'simple-first', by: 'mqtt' },
      { type: 'pause-counter', counter: 'w1', by: 'mqtt' },
      { type: 'close-counter', counter: 'w1', by: 'mqtt' },
    ]);
    expect(answers(rig)[0]).toEqual({ command: 'open-counter', id: '1', result: { kind: 'done', label: null } });
    expect(codes(rig)).toEqual(['done', 'done', 'done', 'done']);
  });

  it('sent twice is done once and answered twice alike, also after a restart in between', async () => {
    const disk = emptyDisk();
    const first = await scripted({ disk });
    await send(first, 'issue', { id: 'same', replyTo: RES, service: 'cash' });
    await send(first, 'issue', { id: 'same', replyTo: RES, service: 'cash' });
    const second = await scripted({ disk });
    await send(second, 'issue', { id: 'same', replyTo: RES, service: 'cash' });
    const [one, two, three] = [...answers(first), ...answers(second)];
    expect(two).toEqual(one);
    expect(three).toEqual(one);
    expect(disk.records).toHaveLength(1);
  });

  it('is answered after the connection is back when it dropped before the answer was acknowledged', async () => {
    const rig = await scripted();
    rig.broker.isEager = false;
    await send(rig, 'issue', { id: 'c1', replyTo: RES, service: 'cash' });
    for (let step = 0; step < 3; step += 1) {
      for (const sent of rig.broker.current.flying) if (!sent.message.topic.includes('/res/')) sent.finish(ACK);
      await rig.clock.advance(0);
    }
    rig.broker.isEager = true;
    rig.broker.current.drop();
    await rig.clock.advance(seconds(2));
    expect(rig.broker.current.sent.filter(({ message }) => message.topic === RES)).toHaveLength(1);
  });

  it('without a reply topic is done all the same', async () => {
    const rig = await scripted();
    await send(rig, 'issue', { id: 'c1', service: 'cash' });
    expect(rig.fake.asked).toMatchObject([{ actor: { kind: 'mqtt', client: '-' } }]);
    expect(answers(rig)).toEqual([]);
  });

  it('to record head office’s watermark raises it and never lowers it', async () => {
    const disk = emptyDisk();
    const rig = await scripted({ disk });
    for (let count = 0; count < 5; count += 1) await rig.fake.issue();
    await send(rig, 'ack', { id: '1', replyTo: RES, upTo: 4, epoch: 'e1' });
    await send(rig, 'ack', { id: '2', replyTo: RES, upTo: 2, epoch: 'e1' });
    await send(rig, 'ack', { id: '3', replyTo: RES, upTo: 9, epoch: 'e1' });
    await send(rig, 'ack', { id: '4', replyTo: RES, upTo: 5, epoch: 'of-before' });
    expect(codes(rig)).toEqual(['confirmed', 'confirmed', 'command/no-such-record', 'command/other-epoch']);
    expect(disk.cursors.get('head-office')).toBe(4);
  });
});

describe('a command that comes too late', () => {
  const late = { id: 'c1', replyTo: RES, service: 'cash', expiresAt: '2026-01-05T09:00:00+08:00' };

  it('is not done', async () => {
    const rig = await scripted();
    rig.fake.setNow(START + 1);
    await send(rig, 'issue', late);
    expect(codes(rig)).toEqual(['command/expired']);
    expect(rig.fake.asked).toEqual([]);
  });

  it('is done while it is still in time', async () => {
    const rig = await scripted();
    await send(rig, 'issue', late);
    expect(codes(rig)).toEqual(['issued']);
  });

  it('is done when nobody knows what time it is', async () => {
    const rig = await scripted();
    rig.fake.setTrusted(false);
    rig.fake.setNow(START + minutes(60));
    await send(rig, 'issue', late);
    expect(codes(rig)).toEqual(['issued']);
  });
});

describe('bad input', () => {
  it.each([
    ['that is not JSON', 'issue', '{"id":', 'command/not-json'],
    ['that is not an object', 'issue', '7', 'mqtt/no-id'],
    ['without an identity', 'issue', { service: 'cash' }, 'mqtt/no-id'],
    ['without what it needs', 'call-next', { id: '1' }, 'command/bad-command'],
    ['with a misspelt field', 'issue', { id: '1', service: 'cash', segmnet: 'gold' }, 'command/bad-command'],
    ['with a number for an id', 'issue', { id: 7, service: 'cash' }, 'mqtt/bad-id'],
    ['with an empty id', 'issue', { id: '', service: 'cash' }, 'mqtt/bad-id'],
    ['with a blank in its id', 'issue', { id: 'a b', service: 'cash' }, 'mqtt/bad-id'],
    ['with an id that turns the text of a log round', 'issue', { id: 'a\u202eb', service: 'cash' }, 'mqtt/bad-id'],
    ['with an id of two lines', 'issue', { id: 'a\nb', service: 'cash' }, 'mqtt/bad-id'],
    ['with an id of 129 signs', 'issue', { id: 'x'.repeat(129), service: 'cash' }, 'mqtt/bad-id'],
    ['for a service that turns the text round', 'issue', { id: '1', service: 'ca\u202esh' }, 'command/bad-command'],
    ['of an epoch that is too long', 'replay', { id: '1', from: 1, epoch: 'e'.repeat(65) }, 'command/bad-command'],
    ['whose name turns the text round', 'is\u202esue', { id: '1' }, 'command/unknown-command'],
    ['of an unknown name', 'delete-everything', { id: '1' }, 'command/unknown-command'],
    ['named like an inherited property', 'constructor', { id: '1' }, 'command/unknown-command'],
    ['with a time that is none', 'recall', { id: '1', counter: 'w1', expiresAt: 'soon' }, 'command/bad-command'],
    ['that is too large', 'issue', { id: '1', service: 'x'.repeat(LARGEST_COMMAND) }, 'command/too-large'],
  ])('%s gets a problem that says what was expected', async (_what, name, body, code) => {
    const rig = await scripted();
    await send(rig, name, body, { responseTopic: RES });
    expect(codes(rig)).toEqual([code]);
    expect(rig.fake.asked).toEqual([]);
    expect(rig.log.lines.filter((line) => line.startsWith(`warn ${code}`))).toHaveLength(1);
    expect(`${rig.log.lines}${rig.broker.sentTo('/res/').map(({ payload }) => payload)}`).not.toContain('\u202e');
  });

  it('with correlation data that are too long is refused, and answered without them', async () => {
    const rig = await scripted();
    await send(rig, 'issue', { id: '1', service: 'cash' }, { responseTopic: RES, correlation: Buffer.alloc(129) });
    expect(codes(rig)).toEqual(['mqtt/bad-id']);
    expect(rig.broker.sentTo('/res/')[0]?.correlation).toBeUndefined();
    await send(rig, 'issue', { id: '1', service: 'cash' }, { responseTopic: RES, correlation: Buffer.alloc(128) });
    expect(codes(rig)).toEqual(['mqtt/bad-id', 'issued']);
  });

  it.each([
    'bq/v1/b1/main/cmd/issue',
    'bq/v1/b1/main/evt/ticket-issued',
    'bq/v1/b1/main/res/',
    'bq/v1/b1/main/res/#',
    'bq/v1/b1/main/res/+',
    'bq/v1/b1/main/res/a/b',
    'bq/v1/b2/main/res/tablet-1',
    'bq/v1/b1/main/res/tablet 1',
    'bq/v1/b1/main/res/tablet\u00a01',
    'bq/v1/b1/main/res/tab\u202elet',
    'bq/v1/b1/main/res/tab\nlet',
    `bq/v1/b1/main/res/${'x'.repeat(65)}`,
    '$SYS/broker',
    '',
    `bq/v1/b1/main/res/${'x'.repeat(300)}`,
  ])('a reply topic of %j is not published to, and the command is not done', async (replyTo) => {
    const rig = await scripted();
    const before = rig.broker.current.sent.length;
    await send(rig, 'issue', { id: '1', service: 'cash', replyTo });
    expect(rig.broker.current.sent).toHaveLength(before);
    expect(rig.fake.asked).toEqual([]);
    expect(rig.log.lines.some((line) => line.startsWith('warn mqtt/reply-topic'))).toBe(true);
  });

  it('a retained command is ignored with a warning', async () => {
    const rig = await scripted();
    await send(rig, 'issue', { id: '1', service: 'cash', replyTo: RES }, { isRetained: true });
    expect(answers(rig)).toEqual([]);
    expect(rig.fake.asked).toEqual([]);
    expect(rig.log.lines.some((line) => line.startsWith('warn mqtt/retained-command'))).toBe(true);
  });

  it('of any bytes on any topic neither throws nor reaches the queue', async () => {
    const rig = await scripted();
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 64 }),
      fc.json().map((text) => Buffer.from(text)),
    );
    const name = fc.oneof(fc.constantFrom(...COMMAND_NAMES, ''), fc.string());
    fc.assert(
      fc.property(name, bytes, (command, payload) => {
        rig.broker.current.receive(`${PREFIX}/cmd/${command}`, '', { payload });
      }),
    );
    await rig.clock.advance(0);
    expect(rig.fake.asked).toEqual([]);
    expect(rig.log.lines.filter((line) => line.startsWith('warn')).length).toBeLessThanOrEqual(COMPLAINTS_A_MINUTE);
  });
});

describe('a flood of commands', () => {
  it('is answered as busy beyond what can be under way', async () => {
    const rig = await scripted();
    const release = rig.fake.holdCommits();
    for (let count = 0; count < COMMANDS_AT_ONCE + 3; count += 1) {
      rig.broker.current.receive(`${PREFIX}/cmd/issue`, { id: `${count}`, replyTo: RES, service: 'cash' });
    }
    await rig.clock.advance(0);
    expect(codes(rig)).toEqual(['command/busy', 'command/busy', 'command/busy']);
    expect(rig.fake.asked).toHaveLength(COMMANDS_AT_ONCE);
    release();
    await rig.clock.advance(0);
    expect(codes(rig).filter((code) => code === 'issued')).toHaveLength(COMMANDS_AT_ONCE);
    await send(rig, 'issue', { id: 'after', replyTo: RES, service: 'cash' });
    expect(codes(rig).at(-1)).toBe('issued');
  });

  it('leaves a bounded number of answers waiting', async () => {
    const rig = await scripted();
    rig.broker.isEager = false;
    for (let count = 0; count < 500; count += 1)
      await send(rig, 'issue', { id: `${count}`, replyTo: RES, service: 'cash' });
    rig.broker.isEager = true;
    rig.broker.current.drop();
    await rig.clock.advance(seconds(2));
    const sent = rig.broker.current.sent.filter(({ message }) => message.topic === RES);
    expect(sent).toHaveLength(ANSWERS_WAITING);
    expect(JSON.parse(sent.at(-1)?.message.payload ?? '')).toMatchObject({ id: '499' });
  });

  it('under ever new names cannot make the queue forget the answers of the keypads', async () => {
    const rig = await scripted();
    for (let count = 0; count < CLIENTS_AN_HOUR + 5; count += 1) {
      await send(rig, 'issue', { id: '1', replyTo: `${PREFIX}/res/c${count}`, service: 'cash' });
    }
    expect(rig.fake.asked).toHaveLength(CLIENTS_AN_HOUR);
    expect(codes(rig).slice(-5)).toEqual(Array.from({ length: 5 }, () => 'mqtt/too-many-clients'));
    await send(rig, 'issue', { id: '2', replyTo: `${PREFIX}/res/c0`, service: 'cash' });
    expect(codes(rig).at(-1)).toBe('issued');
    rig.fake.setNow(START + minutes(61));
    await send(rig, 'issue', { id: '1', replyTo: `${PREFIX}/res/newcomer`, service: 'cash' });
    expect(codes(rig).at(-1)).toBe('issued');
  });
});
