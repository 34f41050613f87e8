import { describe, expect, it } from 'vitest';
import { PREFIX, scripted } from '../../test/broker/stand.ts';
import type { Reply } from '../branch/port.ts';
import { seconds } from '../clock.ts';
import { perform } from '../commands/perform.ts';
import type { Command } from '../queue/commands.ts';
import { decide } from '../queue/decide.ts';
import { evolve } from '../queue/evolve.ts';
import { and, ask, type Given, given, issued, later, MINUTE, opened, RULES } from '../queue/spec.ts';
import { livePanic } from './schema/live.ts';
import { STATES } from './schema/states.ts';
import { thingsOf } from './state-views.ts';

const tick = ask({ type: 'tick' });
const rules = { ...RULES, alerts: { waitOver: { above: 1, below: 0.8 }, panic: true } } as const;
const PAPER = { id: 'd1-1', kind: 'paper-near-end', device: 'printer-1', since: 0, acknowledged: null };

const told = () =>
  given(...opened(['1'], rules), issued('cash'), later(MINUTE), issued('cash'), later(9.5 * MINUTE), tick);

function listOf({ state, now }: Pick<Given, 'state' | 'now'>) {
  const branch = { committed: state, now: () => now, wallOf: (at: number) => at };
  const shownHead = () => ({ seq: 0, hash: '' });
  const rest = { standards: () => null, guidance: () => null, zone: () => 'Asia/Shanghai' };
  const things = thingsOf({ branch, devices: () => [], deviceAlerts: () => [PAPER], shownHead, ...rest });
  const painted = things.find(({ name }) => name === 'alerts')?.paint();
  return STATES.alerts.parse({ asOfSeq: 1, epoch: 'e1', ...painted }).alerts;
}

describe('the list of alerts', () => {
  it('is one of queues and devices, the most urgent first, with the customers of now', () => {
    const [wait, paper, ...others] = listOf(told());
    expect(wait).toMatchObject({ id: 'a1', kind: 'wait-over-target', severity: 'warning', service: 'cash' });
    expect(wait?.tickets.map(({ label }) => label)).toEqual(['C001']);
    expect(wait?.counters).toEqual(['1', '2', '3']);
    expect(paper).toMatchObject({ id: 'd1-1', kind: 'paper-near-end', severity: 'note', device: 'printer-1' });
    expect(others).toEqual([]);
    const later1 = and(told(), later(2 * MINUTE), ask({ type: 'panic', counter: '1' }));
    expect(listOf(later1).map(({ kind }) => kind)).toEqual(['panic', 'wait-over-target', 'paper-near-end']);
    expect(listOf(later1)[1]?.tickets.map(({ label }) => label)).toEqual(['C001', 'C002']);
  });

  it('says who takes care of it, once, however often that is sent; another comes too late', async () => {
    const { state, now } = told();
    const submit = async (command: Command): Promise<Reply> => {
      const decision = decide(state, command, now);
      for (const event of decision.kind === 'decided' ? decision.events : []) evolve(state, event);
      return decision.answer;
    };
    const parts = {
      branch: { submit, committed: state, now: () => now, wallOf: () => null, moveCursor: () => {} },
      store: { epoch: 'e1', head: () => ({ seq: 0, hash: '' }), cursor: () => 0 },
      defaults: { segment: 'ordinary', language: 'en', zone: 'Asia/Shanghai' },
      alerts: { panic: () => {}, acknowledge: submit },
      replay: () => null,
    };
    const send = (key: string, alert: string) =>
      perform(
        parts,
        { name: 'acknowledge-alert', body: { alert, person: 'lm-2' } },
        { id: { source: 'mqtt:tablet-1', key }, actor: { kind: 'mqtt', client: 'tablet-1' } },
      );
    const done = { result: { kind: 'done', label: null } };
    expect([await send('1', 'a1'), await send('1', 'a1')]).toEqual([done, done]);
    expect(await send('2', 'a1')).toMatchObject({ result: { code: 'already-acknowledged', about: { alert: 'a1' } } });
    expect(await send('3', 'a9')).toMatchObject({ result: { code: 'no-such-alert', about: { alert: 'a9' } } });
    expect(listOf({ state, now })[0]?.acknowledged).toMatchObject({ by: 'mqtt', person: 'lm-2' });
  });
});

describe('a call for help over MQTT', () => {
  const signals = ({ broker }: Awaited<ReturnType<typeof scripted>>) =>
    broker.sentTo('/live/panic').map(({ topic, payload, isRetained }) => {
      expect([topic, isRetained]).toEqual([`${PREFIX}/live/panic`, false]);
      return livePanic.parse(JSON.parse(payload)).counter;
    });

  it('goes out before the disk has anything of it', async () => {
    const rig = await scripted();
    const release = rig.fake.holdCommits();
    rig.mqtt.panic('w2');
    expect(signals(rig)).toEqual(['w2']);
    release();
  });

  it('waits for the broker, one of each counter', async () => {
    const rig = await scripted();
    rig.broker.current.drop();
    for (const counter of ['w1', 'w1', 'w2']) rig.mqtt.panic(counter);
    await rig.clock.advance(seconds(2));
    expect(signals(rig)).toEqual(['w1', 'w2']);
  });
});
