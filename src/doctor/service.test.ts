import { describe, expect, it } from 'vitest';
import { fakeMachine, fakeNode } from './machine.fake.ts';
import { examineService, unitOf } from './service.ts';

/** What is found of a unit of which systemd says this. */
async function examine(said: Readonly<Record<string, string>>, daemon: number | null = 12) {
  const unit = {
    LoadState: 'loaded',
    ActiveState: 'active',
    SubState: 'running',
    UnitFileState: 'enabled',
    NeedDaemonReload: 'no',
    NRestarts: '0',
    MainPID: '12',
    ...said,
  };
  const out = Object.entries(unit).map(([key, value]) => `${key}=${value}`);
  const level = said.level ?? '2.0';
  const machine = fakeMachine({
    node: (path) => (path === '/run/systemd/system' ? fakeNode({ kind: 'directory' }) : null),
    run: async (program) => ({
      code: 0,
      out: program === 'systemctl' ? out.join('\n') : `→ Overall exposure level for lobbyd.service: ${level} OK :-)`,
    }),
  });
  return examineService(machine, await unitOf(machine), daemon);
}

const ids = async (...asked: Parameters<typeof examine>) => (await examine(...asked)).map(({ id }) => id);

describe('the service', () => {
  it.each([
    ['3', 'service/ok'],
    ['4', 'service/restarts'],
  ])('that systemd has started again %s times is %s: a cut or two are nobody’s fault', async (NRestarts, id) => {
    expect(await ids({ NRestarts })).toEqual([id]);
  });

  it.each([
    ['3.0', 'service/ok'],
    ['3.1', 'service/exposed'],
  ])('with an exposure of %s is %s', async (level, id) => {
    expect(await ids({ level })).toEqual([id]);
  });

  it.each([
    [77, 'it does not run; the branch is run by process 77, which nobody starts again'],
    [12, 'it does not run (deactivating, stop-sigterm)'],
    [null, 'it does not run (deactivating, stop-sigterm)'],
  ])('that does not run tells whether process %s runs the branch in its place', async (daemon, what) => {
    const [found] = await examine({ ActiveState: 'deactivating', SubState: 'stop-sigterm' }, daemon);
    expect(found).toMatchObject({ id: 'service/not-running', what });
  });

  it('tells all that is wrong with it at once', async () => {
    const all = { UnitFileState: 'disabled', NeedDaemonReload: 'yes', NRestarts: '9', level: '9.6' };
    expect(await ids(all)).toEqual([
      'service/not-enabled',
      'service/reload-needed',
      'service/restarts',
      'service/exposed',
    ]);
  });
});
