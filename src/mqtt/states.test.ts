import { describe, expect, it } from 'vitest';
import { RULES } from '../../test/broker/fake-branch.ts';
import { PREFIX, scripted } from '../../test/broker/stand.ts';
import { minutes, seconds } from '../clock.ts';
import { PEOPLE_FIRST } from './mqtt.ts';
import { topicKindOf } from './topics.ts';

type Rig = Awaited<ReturnType<typeof scripted>>;
const ACK = { kind: 'acknowledged', reason: 0 } as const;

const statesOn = ({ broker }: Rig) =>
  broker.current.sent.map(({ message }) => message).filter(({ topic }) => topic.includes('/state/'));
const thing = (rig: Rig, name: string) =>
  statesOn(rig)
    .filter(({ topic }) => topic === `${PREFIX}/state/${name}`)
    .map(({ payload }) => (payload === '' ? null : JSON.parse(payload)));

describe('the retained states', () => {
  it('are published whole after each connect, retained, and follow their schemas', async () => {
    const rig = await scripted();
    rig.fake.health.report({ device: 'printer-1', state: 'running', reason: null, conditions: [], since: 0 });
    await rig.fake.issue();
    await rig.clock.advance(PEOPLE_FIRST);
    rig.broker.current.drop();
    await rig.clock.advance(seconds(2));
    const states = statesOn(rig);
    expect(states.map(({ topic }) => topic.slice(PREFIX.length + 7)).sort()).toEqual([
      'alerts',
      'appointments',
      'board',
      'branch',
      'counter/w1',
      'counter/w2',
      'device/printer-1',
      'hall',
      'journal',
      'missed',
      'parked',
      'queue/cash',
      'queue/wealth',
      'signals',
    ]);
    for (const { topic, payload, isRetained } of states) {
      expect(isRetained).toBe(true);
      const parsed = topicKindOf(topic.slice(PREFIX.length + 1))?.schema.safeParse(JSON.parse(payload));
      expect(parsed?.error).toBeUndefined();
      expect(parsed?.success).toBe(true);
    }
  });

  it('after a call only what changed goes out, with its place in the journal', async () => {
    const rig = await scripted();
    await rig.fake.issue();
    await rig.clock.advance(PEOPLE_FIRST);
    const before = statesOn(rig).length;
    await rig.fake.branch.submit({ type: 'call-next', counter: 'w1', id: null, actor: { kind: 'daemon' } });
    await rig.clock.advance(PEOPLE_FIRST);
    const changed = statesOn(rig).slice(before);
    expect(changed.map(({ topic }) => topic.slice(PREFIX.length + 7)).sort()).toEqual([
      'board',
      'counter/w1',
      'counter/w2',
      'queue/cash',
    ]);
    expect(thing(rig, 'counter/w1').at(-1)).toEqual({
      asOfSeq: 2,
      epoch: 'e1',
      counter: 'w1',
      number: 1,
      state: 'open',
      isBack: false,
      ticket: {
        label: 'A001',
        status: 'called',
        calledAt: '2026-01-05T01:00:00.000Z',
        recalls: 0,
        service: 'cash',
        language: 'zh-CN',
        visit: null,
        pending: [],
        papersReady: null,
        referral: null,
        step: null,
        steps: [],
        seenAt: [],
      },
      isStanding: false,
      waiting: 0,
      parked: [],
      profile: { id: 'longest', rule: 'configured' },
    });
  });

  it('tell since when the first in the queue waits, and no time while the clock is not trusted', async () => {
    const rig = await scripted();
    await rig.fake.issue('wealth');
    await rig.clock.advance(PEOPLE_FIRST);
    expect(thing(rig, 'queue/wealth').at(-1)).toMatchObject({ waiting: 1, longestSince: '2026-01-05T01:00:00.000Z' });
    rig.fake.setTrusted(false);
    await rig.fake.issue('wealth');
    await rig.clock.advance(PEOPLE_FIRST);
    expect(thing(rig, 'queue/wealth').at(-1)).toMatchObject({ waiting: 2, longestSince: null });
    expect(thing(rig, 'branch').at(-1)).toMatchObject({ clock: { isTrusted: false } });
  });

  it('while a state is on its way the newest alone waits behind it', async () => {
    const rig = await scripted();
    await rig.clock.advance(PEOPLE_FIRST);
    rig.broker.isEager = false;
    for (let count = 0; count < 50; count += 1) await rig.fake.issue();
    await rig.clock.advance(PEOPLE_FIRST);
    const inFlight = () => rig.broker.current.flying.filter(({ message }) => message.topic.endsWith('/queue/cash'));
    expect(inFlight()).toHaveLength(1);
    rig.broker.isEager = true;
    for (const sent of rig.broker.current.flying) sent.finish(ACK);
    await rig.clock.advance(PEOPLE_FIRST);
    const counts = thing(rig, 'queue/cash').map((state) => state.waiting);
    expect(counts.at(-1)).toBe(50);
    expect(counts.length).toBeLessThanOrEqual(4);
  });

  it('a device that is lost shows at once', async () => {
    const rig = await scripted();
    const health = { device: 'pad-1', state: 'running', reason: null, conditions: [], since: 0 } as const;
    rig.fake.health.report(health);
    rig.fake.health.report({ ...health, state: 'backing-off', reason: '/dev/pad is gone', conditions: ['garbled'] });
    await rig.clock.advance(PEOPLE_FIRST);
    expect(thing(rig, 'device/pad-1').at(-1)).toMatchObject({
      state: 'backing-off',
      reason: '/dev/pad is gone',
      conditions: ['garbled'],
    });
    expect(thing(rig, 'branch').at(-1)).toMatchObject({ devices: ['pad-1'] });
  });

  it('a device that changes while its state is on its way shows what it is now', async () => {
    const rig = await scripted();
    const health = { device: 'pad-1', state: 'running', reason: null, conditions: [], since: 0 } as const;
    rig.broker.isEager = false;
    rig.fake.health.report(health);
    await rig.clock.advance(PEOPLE_FIRST);
    const finish = (): void => {
      for (const sent of rig.broker.current.flying) sent.finish(ACK);
    };
    rig.fake.health.report({ ...health, state: 'backing-off', reason: '/dev/pad is gone' });
    await rig.clock.advance(PEOPLE_FIRST);
    for (let step = 0; step < 4; step += 1) {
      finish();
      await rig.clock.advance(PEOPLE_FIRST);
    }
    expect(thing(rig, 'device/pad-1').map(({ state }) => state)).toEqual(['running', 'backing-off']);
  });

  it('a counter that the rules no longer know is taken from the broker', async () => {
    const rig = await scripted();
    rig.fake.setRules({ ...RULES, version: 'rules-2', counters: RULES.counters.slice(0, 1) });
    await rig.clock.advance(PEOPLE_FIRST);
    expect(thing(rig, 'counter/w2').at(-1)).toBeNull();
    expect(thing(rig, 'branch').at(-1)).toMatchObject({ rules: 'rules-2', counters: ['w1'] });
  });

  it('the head hash of the journal is published on the hour', async () => {
    const rig = await scripted();
    await rig.fake.issue();
    await rig.clock.advance(minutes(59));
    expect(thing(rig, 'journal')).toEqual([{ asOfSeq: 0, epoch: 'e1', hash: 'hash-0' }]);
    await rig.clock.advance(minutes(2));
    expect(thing(rig, 'journal').at(-1)).toEqual({ asOfSeq: 1, epoch: 'e1', hash: 'hash-1' });
  });

  it('a refused state is named once and does not hold up the events', async () => {
    const rig = await scripted();
    rig.broker.isEager = false;
    await rig.fake.issue();
    await rig.clock.advance(PEOPLE_FIRST);
    for (let step = 0; step < 4; step += 1) {
      for (const sent of rig.broker.current.flying) {
        sent.finish(sent.message.topic.includes('/state/') ? { kind: 'refused', reason: 0x87 } : ACK);
      }
      await rig.clock.advance(PEOPLE_FIRST);
    }
    expect(rig.mqtt.status().published).toBe(1);
    expect(rig.log.lines.filter((line) => line.startsWith('error mqtt/state-refused'))).toHaveLength(1);
  });
});
