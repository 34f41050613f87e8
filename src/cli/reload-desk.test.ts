import { describe, expect, it } from 'vitest';
import { load } from '../config/spec.ts';
import type { ReloadEnd } from '../daemon/reload.ts';
import type { Told } from '../daemon/service-manager.ts';
import { keptLog } from '../devices/spec.ts';
import { LobbydError } from '../errors.ts';
import { openReloadDesk } from './reload-desk.ts';

const fault = new LobbydError({ code: 'journal/disk-full', what: 'full', where: 'journal', next: 'make room' });
const APPLIED: ReloadEnd = { kind: 'applied', opened: [], closed: [] };

/** A desk whose daemon answers when it is told to. */
function openDesk(loads: () => ReturnType<typeof load> = () => load({})) {
  const told: Told[] = [];
  const { log, lines } = keptLog();
  const applied: string[] = [];
  const waiting: ((end: ReloadEnd) => void)[] = [];
  let micros = 0n;
  const desk = openReloadDesk({
    file: 'etc/branch.yaml',
    log,
    manager: { tell: (words) => void told.push(words) },
    monotonicMicros() {
      micros += 1n;
      return micros;
    },
    load: loads,
    onApplied: (config) => void applied.push(config.branch.id),
  });
  const daemon = { reload: () => new Promise<ReloadEnd>((resolve) => void waiting.push(resolve)) };
  const answer = async (end: ReloadEnd): Promise<void> => {
    waiting.shift()?.(end);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { desk, daemon, told, lines, applied, waiting, answer };
}

describe('reloads', () => {
  it('are done one after the other; signals that come meanwhile are one more', async () => {
    const { desk, daemon, told, waiting, answer, applied } = openDesk();
    desk.serve(daemon);
    for (let n = 0; n < 5; n += 1) void desk.ask();
    expect(waiting).toHaveLength(1);
    await answer(APPLIED);
    expect(waiting).toHaveLength(1);
    await answer({ kind: 'unchanged' });
    expect(waiting).toHaveLength(0);
    expect(told).toEqual([
      { RELOADING: '1', MONOTONIC_USEC: '1' },
      { READY: '1' },
      { RELOADING: '1', MONOTONIC_USEC: '2' },
      { READY: '1' },
    ]);
    expect(applied).toEqual(['branch1']);
  });

  it('that were asked for before the branch works are done when it does', async () => {
    const { desk, daemon, waiting, answer, told } = openDesk();
    void desk.ask();
    expect(told).toEqual([]);
    desk.serve(daemon);
    expect(waiting).toHaveLength(1);
    await answer(APPLIED);
    expect(told).toHaveLength(2);
  });

  it('of files with errors change nothing, and the daemon is not asked', async () => {
    const { desk, daemon, waiting, lines, told } = openDesk(() => load({ branch: [['kiosks:', 'kioks:']] }));
    desk.serve(daemon);
    void desk.ask();
    await new Promise((resolve) => setImmediate(resolve));
    expect(waiting).toHaveLength(0);
    expect(lines.at(-1)?.message).toMatch(/^not reloaded, \d errors?: nothing was changed; next: mend these lines/);
    expect(lines.some(({ message }) => message.includes('etc/branch.yaml:12:1: unknown key "kioks"'))).toBe(true);
    expect(desk.standing).toMatch(/^configuration on disk not in force \(\d errors?\)$/);
    expect(told.at(-1)).toEqual({ READY: '1' });
  });

  it('that were refused stand in the status until one is applied', async () => {
    const { desk, daemon, answer, lines } = openDesk();
    desk.serve(daemon);
    void desk.ask();
    await answer({ kind: 'needs-restart', keys: ['id', 'mqtt.url'] });
    expect(desk.standing).toBe('configuration on disk not in force (id, mqtt.url can only be changed by a restart)');
    expect(lines.at(-1)?.message).toContain('not reloaded: id, mqtt.url can only be changed by a restart');
    void desk.ask();
    await answer({ kind: 'failed', fault });
    expect(lines.at(-1)?.message).toBe(`not reloaded: ${fault.message}`);
    void desk.ask();
    await answer(APPLIED);
    expect(desk.standing).toBeNull();
  });

  it('that stopped half way end the program, and it is not called ready', async () => {
    const { desk, daemon, answer, told, waiting } = openDesk();
    desk.serve(daemon);
    void desk.ask();
    void desk.ask();
    await answer({ kind: 'broken', fault });
    expect(await desk.broken).toBe(fault);
    expect(told).toEqual([{ RELOADING: '1', MONOTONIC_USEC: '1' }]);
    expect(waiting).toHaveLength(0);
    await desk.close();
  });

  it('are waited for at the stop, and none begins after it', async () => {
    const { desk, daemon, answer, waiting } = openDesk();
    desk.serve(daemon);
    void desk.ask();
    let isClosed = false;
    const closed = desk.close().then(() => {
      isClosed = true;
    });
    void desk.ask();
    await new Promise((resolve) => setImmediate(resolve));
    expect(isClosed).toBe(false);
    await answer(APPLIED);
    await closed;
    expect(waiting).toHaveLength(0);
  });

  it('tell who asked what came of it: each line of the files, the keys, or that they are in force', async () => {
    let text = load({ branch: [['kiosks:', 'kioks:']] });
    const { desk, daemon, answer } = openDesk(() => text);
    desk.serve(daemon);
    const refused = await desk.ask();
    expect(refused.isInForce).toBe(false);
    expect(refused.lines[0]).toContain('etc/branch.yaml:12:1: unknown key "kioks"');
    expect(refused.lines.at(-1)).toMatch(/^not reloaded, \d errors?: nothing was changed/);
    text = load({});
    // The desk is free again a moment after its word.
    await new Promise((resolve) => setImmediate(resolve));
    const restart = desk.ask();
    await answer({ kind: 'needs-restart', keys: ['mqtt.url'] });
    expect(await restart).toMatchObject({ isInForce: false });
    expect((await restart).lines.at(-1)).toContain('mqtt.url can only be changed by a restart; nothing was changed');
    const applied = desk.ask();
    await answer(APPLIED);
    expect((await applied).lines.at(-1)).toBe('reloaded: the files are in force');
    expect((await applied).isInForce).toBe(true);
  });

  it('that are asked for during another get the verdict of the one after it', async () => {
    const { desk, daemon, answer } = openDesk();
    desk.serve(daemon);
    const first = desk.ask();
    const [second, third] = [desk.ask(), desk.ask()];
    await answer({ kind: 'failed', fault });
    await answer(APPLIED);
    expect(await Promise.all([first, second, third].map(async (each) => (await each).isInForce))).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('that the stop overtakes are told so', async () => {
    const { desk, daemon, answer } = openDesk();
    desk.serve(daemon);
    const first = desk.ask();
    const second = desk.ask();
    const closed = desk.close();
    await answer(APPLIED);
    await closed;
    expect((await first).isInForce).toBe(true);
    for (const each of [second, desk.ask()]) {
      expect(await each).toMatchObject({
        isInForce: false,
        lines: [expect.stringContaining('the daemon is stopping')],
      });
    }
  });

  it('that fail in a way nobody foresaw change nothing, and say it', async () => {
    const { desk, lines } = openDesk();
    desk.serve({ reload: () => Promise.reject(fault) });
    expect(await desk.ask()).toEqual({ isInForce: false, lines: [expect.stringContaining(fault.message)] });
    expect(lines.at(-1)?.level).toBe('error');
  });
});
