import { describe, expect, it } from 'vitest';
import { linesLog } from '../../test/broker/stand.ts';
import { fakeBranch } from '../branch/port.fake.ts';
import { fakeClock } from '../clock.fake.ts';
import { seconds } from '../clock.ts';
import { LobbydError } from '../errors.ts';
import { openMachines } from './machines.ts';

/** One machine whose words come when the test says so. */
function stand() {
  const branch = fakeBranch();
  const clock = fakeClock();
  const log = linesLog();
  const rules = { id: 'm1', names: { en: 'Machine 1' }, services: ['cash'], queueBelow: 3 };
  const machines = openMachines({ branch, clock, log, machines: [{ rules, topic: 'machines/m1' }] });
  const [listening] = machines.listens;
  const says = (text: string): void =>
    listening?.onMessage({
      topic: 'machines/m1',
      payload: Buffer.from(text),
      isRetained: true,
      responseTopic: null,
      correlation: null,
    });
  /** What the queue was told, newest last: `usable queue actor`. */
  const told = (): readonly string[] =>
    branch.commands.map((command) => {
      if (command.type !== 'machine-state') return command.type;
      return `${command.isUsable ? 'usable' : 'not'} ${command.queue} ${command.actor.kind}`;
    });
  return { branch, clock, log, machines, listening, says, told };
}

describe('what a machine says over MQTT', () => {
  it('counts for nothing before it has said anything: whatever the journal knows, nobody is sent there', () => {
    const { told, listening } = stand();
    expect(told()).toEqual(['not 0 daemon']);
    expect(listening).toMatchObject({ topic: 'machines/m1', what: 'state of machine m1' });
  });

  it('comes to the queue, once while it is the same', async () => {
    const { says, told, clock } = stand();
    await clock.advance(seconds(1));
    says('{"usable":true,"queue":2,"paper":"low"}');
    says('{"usable":true,"queue":2}');
    await clock.advance(seconds(5));
    says('{"usable":true}');
    await clock.advance(seconds(1));
    expect(told()).toEqual(['not 0 daemon', 'usable 2 mqtt', 'usable 0 mqtt']);
  });

  it('is written at most once a second: of a chattering machine the newest word', async () => {
    const { says, told, clock } = stand();
    await clock.advance(seconds(1));
    for (let queue = 0; queue < 50; queue += 1) says(`{"usable":true,"queue":${queue}}`);
    await clock.advance(seconds(3));
    expect(told()).toEqual(['not 0 daemon', 'usable 0 mqtt', 'usable 49 mqtt']);
  });

  it.each([
    ['', 'the machine says nothing of itself any more'],
    ['usable', 'the machine says what nobody understands'],
    ['{"usable":"yes"}', 'the machine says what nobody understands'],
    ['{"usable":true,"queue":-1}', 'the machine says what nobody understands'],
    ['[]', 'the machine says what nobody understands'],
    ['x'.repeat(5_000), 'the machine says 5000 bytes'],
  ])('is no word when it is %.20s: it may not be used, and the log says so once', async (text, what) => {
    const { says, told, log, clock } = stand();
    await clock.advance(seconds(1));
    says('{"usable":true,"queue":0}');
    await clock.advance(seconds(1));
    for (let times = 0; times < 3; times += 1) says(text);
    await clock.advance(seconds(1));
    expect(told().at(-1)).toBe('not 0 daemon');
    expect(log.lines).toHaveLength(1);
    expect(log.lines[0]).toContain(`warn branch/machine-word ${what}`);
    says('{"usable":true,"queue":0}');
    await clock.advance(seconds(1));
    expect(told().at(-1)).toBe('usable 0 mqtt');
    expect(log.lines).toHaveLength(2);
  });

  it('counts no more when the broker is away', async () => {
    const { says, told, clock, listening } = stand();
    await clock.advance(seconds(1));
    says('{"usable":true,"queue":0}');
    await clock.advance(seconds(1));
    listening?.onLost?.();
    expect(told().at(-1)).toBe('not 0 daemon');
  });

  it('is told again under other rules, and after it could not be written', async () => {
    const { branch, says, told, clock } = stand();
    await clock.advance(seconds(1));
    says('{"usable":true,"queue":4}');
    await clock.advance(seconds(1));
    branch.commit();
    await clock.advance(seconds(1));
    expect(told()).toEqual(['not 0 daemon', 'usable 4 mqtt']);
    if (branch.committed.rules) branch.committed.rules = { ...branch.committed.rules };
    const fault = new LobbydError({ code: 'journal/disk-full', what: 'full', where: 'disk', next: 'room' });
    branch.reply = () => ({ kind: 'fault', fault });
    branch.commit();
    await clock.advance(0);
    branch.reply = () => ({ kind: 'done', label: null });
    await clock.advance(seconds(2));
    expect(told()).toEqual(['not 0 daemon', 'usable 4 mqtt', 'usable 4 mqtt', 'usable 4 mqtt']);
  });

  it('is told again when it comes out late that it could not be written', async () => {
    const { branch, says, told, clock } = stand();
    await clock.advance(seconds(1));
    const fault = new LobbydError({ code: 'journal/disk-full', what: 'full', where: 'disk', next: 'room' });
    branch.reply = async () => {
      await new Promise<void>((resolve) => clock.after(seconds(3), resolve));
      return { kind: 'fault', fault };
    };
    says('{"usable":true,"queue":1}');
    await clock.advance(seconds(2));
    branch.reply = () => ({ kind: 'done', label: null });
    await clock.advance(seconds(5));
    expect(told()).toEqual(['not 0 daemon', 'usable 1 mqtt', 'usable 1 mqtt']);
  });

  it('is not heard after the stop', async () => {
    const { machines, says, told, clock } = stand();
    await clock.advance(seconds(1));
    machines.stop();
    says('{"usable":true,"queue":0}');
    await clock.advance(seconds(1));
    expect(told()).toEqual(['not 0 daemon']);
  });
});
