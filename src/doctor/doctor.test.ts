import { describe, expect, it } from 'vitest';
import { fakeClock } from '../clock.fake.ts';
import { BRANCH, memoryFiles, STANDARD, testCatalogue } from '../config/spec.ts';
import { LobbydError } from '../errors.ts';
import { CHECK_LIMIT, type DoctorPorts, examineBranch, type Look, type Plan } from './doctor.ts';
import type { Finding } from './finding.ts';
import { fakeMachine, fakeNode } from './machine.fake.ts';
import type { Machine, Said } from './machine.ts';

const FILE = '/etc/lobbyd/branch.yaml';
const never = <T>(): Promise<T> => new Promise<T>(() => {});
const SYSTEMD = fakeNode({ kind: 'directory' });

function unused(): never {
  throw new LobbydError({ code: 'config/unused', what: 'not looked at here', where: 'test', next: 'look elsewhere' });
}

/** A machine with systemd, on which these calls behave as they are told to. */
function machineThat(over: Partial<Machine>): Machine {
  const unit = 'LoadState=loaded\nActiveState=active\nUnitFileState=enabled\nNRestarts=0\nMainPID=12\nUser=root';
  return fakeMachine({
    node: (path) => (path === '/run/systemd/system' ? SYSTEMD : null),
    run: async (program): Promise<Said> => ({ code: 0, out: program === 'systemctl' ? unit : '' }),
    ...over,
  });
}

function examine(machine: Machine, looks: readonly Look[], hung: Plan['hung'] = new Set()) {
  const clock = fakeClock();
  const asked: string[] = [];
  const texts = { [FILE]: BRANCH, '/etc/lobbyd/standard.yaml': STANDARD };
  const ports: DoctorPorts = {
    machine,
    clock,
    files: memoryFiles(texts),
    catalogue: testCatalogue,
    connector: { connect: unused },
    wires(wire) {
      asked.push(wire.kind);
      return unused();
    },
    mqttSettings: unused,
    syncs: unused,
  };
  const begun: Look[] = [];
  const heard: Finding[] = [];
  const ends = { isOver: false };
  const found = examineBranch(
    FILE,
    ports,
    { onLook: (look) => void begun.push(look), onFindings: (findings) => void heard.push(...findings) },
    { looks: new Set(looks), hung },
  ).then((all) => {
    ends.isOver = true;
    return all.map(({ id, where }) => `${id} ${where}`);
  });
  return { clock, begun, heard, asked, found, ends };
}

describe('an examination', () => {
  it('gives a look up whose answer never comes, names it, and goes on with the next', async () => {
    const run: Machine['run'] = (program, words) =>
      program === 'systemd-analyze' ? never() : machineThat({}).run(program, words);
    const { clock, heard, found, ends } = examine(machineThat({ run }), ['configuration', 'service']);
    await clock.advance(CHECK_LIMIT - 1);
    expect([ends.isOver, heard.map(({ id }) => id)]).toEqual([false, ['config/ok']]);
    await clock.advance(1);
    expect(ends.isOver).toBe(true);
    expect(await found).toEqual([`config/ok ${FILE}`, 'doctor/too-slow service']);
  });

  it('ends when even what it begins with never comes back', async () => {
    const { clock, begun, found } = examine(machineThat({ run: () => never() }), ['configuration', 'service']);
    await clock.advance(CHECK_LIMIT);
    expect(await found).toEqual(['doctor/too-slow configuration']);
    expect(begun).toEqual(['configuration']);
  });

  it('goes on behind a look that breaks off', async () => {
    const run: Machine['run'] = (program, words) =>
      program === 'systemd-analyze' ? Promise.reject(new RangeError('no')) : machineThat({}).run(program, words);
    const { clock, found } = examine(machineThat({ run }), ['service', 'console']);
    await clock.advance(1);
    expect(await found).toEqual(['doctor/stopped service']);
  });

  it('looks at no more than it is to, in its own order, and says before each what it looks at', async () => {
    const { clock, begun, found } = examine(machineThat({}), ['service', 'console', 'pins']);
    await clock.advance(1);
    expect(await found).toEqual(['service/ok lobbyd.service']);
    expect(begun).toEqual(['console', 'pins', 'service']);
  });

  it('asks nobody over a serial port when the look at the ports hung before, as it asks over those that are well', async () => {
    const wires = async (hung: Look[], node: Machine['node']) => {
      const { clock, asked, found } = examine(fakeMachine({ node }), ['devices'], new Set(hung));
      await clock.advance(CHECK_LIMIT);
      await found;
      return [...new Set(asked)];
    };
    expect(await wires(['user', 'ports'], () => fakeNode({ mode: 0o666 }))).toEqual(['tcp']);
    expect(await wires([], () => fakeNode({ mode: 0o666 }))).toEqual(['serial', 'tcp']);
    expect(await wires([], () => null)).toEqual(['tcp']);
  });
});
