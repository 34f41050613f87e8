import { describe, expect, it } from 'vitest';
import { emptyDisk, openFakeBranch } from '../../test/broker/fake-branch.ts';
import { PREFIX, scripted, sequences } from '../../test/broker/stand.ts';
import { seconds } from '../clock.ts';
import { PEOPLE_FIRST } from './mqtt.ts';
import { REPLAY_LIMIT } from './publisher.ts';
import { WINDOW } from './window.ts';

const ACK = { kind: 'acknowledged', reason: 0 } as const;
const isEvent = ({ message }: { readonly message: { readonly topic: string } }): boolean =>
  message.topic.includes('/evt/');

/** A connection on which only what is no event is acknowledged by itself. */
async function quiet(tickets: number, receiveMaximum = 65_535) {
  const disk = emptyDisk();
  const rig = await scripted({ disk, prepare: (broker) => Object.assign(broker, { receiveMaximum }) });
  rig.broker.isEager = false;
  for (let count = 0; count < tickets; count += 1) await rig.fake.issue();
  await rig.clock.advance(PEOPLE_FIRST);
  const events = () => rig.broker.current.flying.filter(isEvent);
  /** Acknowledges whatever is not an event, until only events are in flight. */
  const others = async (): Promise<void> => {
    for (let due = rig.broker.current.flying.filter((sent) => !isEvent(sent)); due.length > 0; ) {
      for (const sent of due) sent.finish(ACK);
      await rig.clock.advance(PEOPLE_FIRST);
      due = rig.broker.current.flying.filter((sent) => !isEvent(sent));
    }
  };
  await others();
  return { ...rig, disk, events, others };
}

describe('the publisher', () => {
  it('brings every committed event to the broker, in order, and moves its cursor', async () => {
    const disk = emptyDisk();
    const { broker, fake, clock, mqtt } = await scripted({ disk });
    for (let count = 0; count < 200; count += 1) await fake.issue();
    await clock.advance(PEOPLE_FIRST);
    expect(sequences(broker.sentTo('/evt/'))).toEqual(Array.from({ length: 200 }, (_, at) => at + 1));
    expect(disk.cursors.get('mqtt')).toBe(200);
    expect(mqtt.status()).toMatchObject({ published: 200, behind: 0, state: 'connected' });
  });

  it('says in MQTT 5 that an event is a CloudEvent', async () => {
    const { broker, fake, clock } = await scripted();
    await fake.issue();
    await clock.advance(PEOPLE_FIRST);
    expect(broker.sentTo('/evt/ticket-issued')).toMatchObject([
      { isRetained: false, contentType: 'application/cloudevents+json; charset=utf-8' },
    ]);
  });

  it('publishes nothing while there is no connection, and all of it afterwards', async () => {
    const disk = emptyDisk();
    const gone = { kind: 'unreachable', reason: 'ECONNREFUSED' } as const;
    const { broker, fake, clock } = await scripted({ disk, prepare: ({ script }) => void script.push(gone, gone) });
    for (let count = 0; count < 30; count += 1) await fake.issue();
    expect(broker.connections).toHaveLength(0);
    await clock.advance(seconds(10));
    expect(sequences(broker.sentTo('/evt/'))).toEqual(Array.from({ length: 30 }, (_, at) => at + 1));
  });

  it('goes on at its cursor after a restart', async () => {
    const disk = emptyDisk();
    const first = await scripted({ disk });
    for (let count = 0; count < 5; count += 1) await first.fake.issue();
    await first.clock.advance(PEOPLE_FIRST);
    const second = await scripted({ disk });
    await second.fake.issue();
    await second.clock.advance(PEOPLE_FIRST);
    expect(sequences(second.broker.sentTo('/evt/'))).toEqual([6]);
  });

  it('publishes a record that it cannot map as internal, says so, and goes on', async () => {
    const disk = emptyDisk();
    const fake = openFakeBranch(disk);
    const lift = fake.eventOf.bind(fake);
    fake.eventOf = (record) => (record.seq === 2 ? expect.fail('a shape of tomorrow') : lift(record));
    const { broker, clock, log } = await scripted({ disk, fake });
    for (let count = 0; count < 3; count += 1) await fake.issue();
    await clock.advance(PEOPLE_FIRST);
    const events = broker.sentTo('/evt/');
    expect(sequences(events)).toEqual([1, 2, 3]);
    expect(events.map(({ topic }) => topic.split('/').at(-1))).toEqual(['ticket-issued', 'internal', 'ticket-issued']);
    expect(log.lines.filter((line) => line.includes('mqtt/unmapped-record'))).toEqual([
      expect.stringMatching(/^error .*record 2 \(issued\) is published as internal: a shape of tomorrow/),
    ]);
    expect(disk.cursors.get('mqtt')).toBe(3);
  });

  it('whose cursor is beyond the head, since a person accepted a lost tail, begins at the head', async () => {
    const disk = emptyDisk();
    const first = await scripted({ disk });
    for (let count = 0; count < 3; count += 1) await first.fake.issue();
    await first.clock.advance(PEOPLE_FIRST);
    disk.records.splice(1);
    expect(disk.cursors.get('mqtt')).toBe(3);
    const { broker, clock, fake } = await scripted({ disk });
    for (let count = 0; count < 3; count += 1) await fake.issue();
    await clock.advance(PEOPLE_FIRST);
    expect(sequences(broker.sentTo('/evt/'))).toEqual([2, 3, 4]);
  });

  it('keeps no more in flight than its window', async () => {
    const { events } = await quiet(50);
    expect(events()).toHaveLength(WINDOW);
  });

  it('sends one at a time to a broker that takes one at a time, and states do not starve events', async () => {
    const { broker, fake, clock } = await scripted({
      prepare: (prepared) => Object.assign(prepared, { receiveMaximum: 1 }),
    });
    broker.isEager = false;
    for (let count = 0; count < 5; count += 1) await fake.issue();
    await clock.advance(PEOPLE_FIRST);
    for (let step = 0; step < 60; step += 1) {
      expect(broker.current.flying.length).toBeLessThanOrEqual(1);
      broker.current.flying[0]?.finish(ACK);
      await clock.advance(PEOPLE_FIRST);
    }
    expect(sequences(broker.sentTo('/evt/'))).toEqual([1, 2, 3, 4, 5]);
    expect(broker.sentTo('/state/queue/cash').length).toBeGreaterThan(0);
  });

  it('moves the cursor only over what is acknowledged without a hole', async () => {
    const { events, clock, disk } = await quiet(3);
    const [one, two, three] = events();
    three?.finish(ACK);
    two?.finish(ACK);
    await clock.advance(PEOPLE_FIRST);
    expect(disk.cursors.get('mqtt')).toBeUndefined();
    one?.finish(ACK);
    await clock.advance(PEOPLE_FIRST);
    expect(disk.cursors.get('mqtt')).toBe(3);
  });

  it('sends again what was in flight when the connection dropped, and only that', async () => {
    const { events, clock, broker, disk } = await quiet(30);
    for (const sent of events().slice(0, 7)) sent.finish(ACK);
    await clock.advance(PEOPLE_FIRST);
    broker.isEager = true;
    broker.current.drop();
    await clock.advance(seconds(2));
    expect(broker.connections).toHaveLength(2);
    const again = broker.current.sent.filter(isEvent).map(({ message }) => message);
    expect(sequences(again)).toEqual(Array.from({ length: 23 }, (_, at) => at + 8));
    expect(disk.cursors.get('mqtt')).toBe(30);
  });

  it('a second PUBACK for one event acknowledges no other', async () => {
    const { events, clock, disk, broker } = await quiet(25);
    const [first] = events();
    first?.finish(ACK);
    first?.finish(ACK);
    first?.finish(ACK);
    await clock.advance(PEOPLE_FIRST);
    expect(disk.cursors.get('mqtt')).toBe(1);
    expect(broker.current.flying).toHaveLength(WINDOW);
  });

  it('"no subscribers" counts as taken', async () => {
    const { events, clock, disk } = await quiet(1);
    events()[0]?.finish({ kind: 'acknowledged', reason: 0x10 });
    await clock.advance(PEOPLE_FIRST);
    expect(disk.cursors.get('mqtt')).toBe(1);
  });

  it('nothing goes past an event that the broker refuses: it is tried again, and named once', async () => {
    const { events, clock, disk, broker, log, mqtt } = await quiet(3);
    const [one, two, three] = events();
    one?.finish(ACK);
    two?.finish({ kind: 'refused', reason: 0x87 });
    three?.finish(ACK);
    await clock.advance(PEOPLE_FIRST);
    expect(disk.cursors.get('mqtt')).toBe(1);
    expect(mqtt.status().incidents.map(({ code }) => code)).toContain('mqtt/publish-refused');
    await clock.advance(seconds(2));
    events()[0]?.finish({ kind: 'refused', reason: 0x87 });
    await clock.advance(seconds(5));
    broker.isEager = true;
    for (const sent of events()) sent.finish(ACK);
    await clock.advance(PEOPLE_FIRST);
    expect(disk.cursors.get('mqtt')).toBe(3);
    expect(log.lines.filter((line) => line.startsWith('error mqtt/publish-refused'))).toHaveLength(1);
    expect(mqtt.status().incidents).toEqual([]);
  });

  it('cuts a connection on which nothing is acknowledged for twice the keepalive', async () => {
    const { events, clock, broker, log } = await quiet(2);
    expect(events()).toHaveLength(2);
    const stuck = broker.current;
    await clock.advance(seconds(59));
    expect(stuck.isClosed).toBe(false);
    broker.isEager = true;
    await clock.advance(seconds(3));
    expect(stuck.isClosed).toBe(true);
    await clock.advance(seconds(2));
    expect(sequences(broker.current.sent.filter(isEvent).map(({ message }) => message))).toEqual([1, 2]);
    expect(log.lines.filter((line) => line.includes('mqtt/stalled'))).toHaveLength(2);
  });

  it('a single message without a PUBACK is enough to notice a dead link', async () => {
    const { broker, fake, clock } = await scripted();
    await clock.advance(seconds(300));
    const stuck = broker.current;
    expect(stuck.flying).toEqual([]);
    broker.isEager = false;
    await fake.issue();
    await clock.advance(seconds(61));
    expect(stuck.isClosed).toBe(true);
  });

  it('a late answer to an event that was sent again since does not disturb the new one', async () => {
    const { events, clock, disk } = await quiet(3);
    const [one, two, three] = events();
    one?.finish({ kind: 'refused', reason: 0x97 });
    three?.finish(ACK);
    await clock.advance(seconds(2));
    const again = events().filter((sent) => sent !== two);
    expect(sequences(again.map(({ message }) => message))).toEqual([1, 2, 3]);
    two?.finish({ kind: 'refused', reason: 0x97 });
    for (const sent of again) sent.finish(ACK);
    await clock.advance(PEOPLE_FIRST);
    expect(disk.cursors.get('mqtt')).toBe(3);
  });

  it('a device event goes out without waiting for the next ticket', async () => {
    const { broker, fake, clock } = await scripted();
    fake.device('device-lost', { device: 'printer-1', reason: 'gone' });
    await clock.advance(PEOPLE_FIRST);
    expect(broker.sentTo('/evt/device-lost')).toHaveLength(1);
  });

  it('a journal that cannot be read is read again later', async () => {
    const { broker, fake, clock, log } = await scripted();
    fake.failNextRead();
    await fake.issue();
    await clock.advance(PEOPLE_FIRST);
    expect(broker.sentTo('/evt/')).toEqual([]);
    await clock.advance(seconds(5));
    expect(sequences(broker.sentTo('/evt/'))).toEqual([1]);
    expect(log.lines.some((line) => line.startsWith('warn mqtt/journal-unreadable'))).toBe(true);
  });
});

describe('a replay', () => {
  const ask = (from: number, more: object = {}) => ({ id: `r${from}`, replyTo: `${PREFIX}/res/hq`, from, ...more });

  it('publishes old events again under their old ids, up to what was published', async () => {
    const { broker, fake, clock } = await scripted();
    for (let count = 0; count < 10; count += 1) await fake.issue();
    await clock.advance(PEOPLE_FIRST);
    const before = broker.sentTo('/evt/');
    broker.current.receive(`${PREFIX}/cmd/replay`, ask(7));
    await clock.advance(PEOPLE_FIRST);
    const after = broker.sentTo('/evt/').slice(before.length);
    expect(after).toEqual(before.slice(6));
    const [answer] = broker.sentTo('/res/hq');
    expect(JSON.parse(answer?.payload ?? '')).toEqual({
      command: 'replay',
      id: 'r7',
      result: { kind: 'replaying', from: 7, upTo: 10, head: 10 },
    });
  });

  it('is refused while another one runs, and for the journal of before', async () => {
    const { broker, fake, clock } = await scripted();
    for (let count = 0; count < 60; count += 1) await fake.issue();
    await clock.advance(PEOPLE_FIRST);
    broker.isEager = false;
    broker.current.receive(`${PREFIX}/cmd/replay`, ask(1));
    broker.current.receive(`${PREFIX}/cmd/replay`, ask(2));
    broker.current.receive(`${PREFIX}/cmd/replay`, ask(3, { epoch: 'other' }));
    await clock.advance(PEOPLE_FIRST);
    broker.isEager = true;
    for (const sent of broker.current.flying) sent.finish(ACK);
    await clock.advance(PEOPLE_FIRST);
    const codes = broker.sentTo('/res/hq').map(({ payload }) => JSON.parse(payload).problem?.code ?? null);
    expect(codes).toEqual([null, 'command/busy', 'command/other-epoch']);
    broker.current.receive(`${PREFIX}/cmd/replay`, ask(60));
    await clock.advance(PEOPLE_FIRST);
    expect(JSON.parse(broker.sentTo('/res/hq').at(-1)?.payload ?? '').result.kind).toBe('replaying');
  });

  it('goes on after a dropped connection', async () => {
    const { broker, fake, clock } = await scripted();
    for (let count = 0; count < 40; count += 1) await fake.issue();
    await clock.advance(PEOPLE_FIRST);
    broker.isEager = false;
    broker.current.receive(`${PREFIX}/cmd/replay`, ask(1));
    await clock.advance(PEOPLE_FIRST);
    for (const sent of broker.current.flying.filter(isEvent).slice(0, 5)) sent.finish(ACK);
    broker.isEager = true;
    broker.current.drop();
    await clock.advance(seconds(2));
    const again = sequences(broker.current.sent.filter(isEvent).map(({ message }) => message));
    expect(again).toEqual(Array.from({ length: 35 }, (_, at) => at + 6));
  });

  it('ends at its bound, and says where', async () => {
    const { broker, fake, clock } = await scripted();
    for (let count = 0; count < REPLAY_LIMIT + 90; count += 1) await fake.issue();
    for (let step = 0; step < 10; step += 1) await clock.advance(PEOPLE_FIRST);
    while (broker.sentTo('/evt/').length < REPLAY_LIMIT + 90) await clock.advance(PEOPLE_FIRST);
    broker.current.receive(`${PREFIX}/cmd/replay`, ask(11));
    let before = -1;
    for (let sent = broker.sentTo('/evt/').length; sent !== before; sent = broker.sentTo('/evt/').length) {
      before = sent;
      for (let step = 0; step < 5; step += 1) await clock.advance(PEOPLE_FIRST);
    }
    const again = sequences(broker.sentTo('/evt/')).slice(REPLAY_LIMIT + 90);
    expect(again).toHaveLength(REPLAY_LIMIT);
    expect(again.at(-1)).toBe(REPLAY_LIMIT + 10);
    const answer = JSON.parse(broker.sentTo('/res/hq')[0]?.payload ?? '');
    expect(answer.result).toEqual({
      kind: 'replaying',
      from: 11,
      upTo: REPLAY_LIMIT + 10,
      head: REPLAY_LIMIT + 90,
    });
  });

  it('is answered at once when there is nothing to replay', async () => {
    const { broker, clock } = await scripted();
    broker.current.receive(`${PREFIX}/cmd/replay`, ask(5));
    await clock.advance(PEOPLE_FIRST);
    const answer = JSON.parse(broker.sentTo('/res/hq')[0]?.payload ?? '');
    expect(answer.result).toEqual({ kind: 'replaying', from: 5, upTo: 4, head: 0 });
  });
});
