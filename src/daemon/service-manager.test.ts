import { describe, expect, it } from 'vitest';
import { keptLog } from '../devices/spec.ts';
import { type Carrier, datagrams, notifyTool, openServiceManager } from './service-manager.ts';

/** A way that keeps what it carried. */
function way() {
  const sent: string[] = [];
  const problems: (string | null)[] = [];
  const carrier: Carrier = {
    send(message, ended) {
      sent.push(message.join(' '));
      ended(problems.shift() ?? null);
    },
    close: () => void sent.push('closed'),
  };
  return { carrier, sent, problems };
}

describe('the way to the service manager', () => {
  it('is not looked for when nobody listens', async () => {
    const none = { datagrams: () => Promise.reject(new RangeError('asked')), tool: () => JSON.parse('{') };
    const manager = await openServiceManager({ socket: undefined, log: keptLog().log, ...none });
    manager.tell({ READY: '1' });
    manager.close();
    expect(manager.isThere).toBe(false);
  });

  it('is a datagram of this process; a message has a line for each word, and no line break within', async () => {
    const { carrier, sent } = way();
    const { log, lines } = keptLog();
    const manager = await openServiceManager({ socket: '/run/notify', log, datagrams: async () => carrier });
    manager.tell({ READY: '1', STATUS: 'all\nwell' });
    manager.close();
    manager.tell({ WATCHDOG: '1' });
    expect(sent).toEqual(['READY=1 STATUS=all well', 'closed']);
    expect(lines).toEqual([]);
  });

  it.each([
    ['an abstract socket', '@/run/notify', 'unix-dgram reaches no such socket'],
    ['a path too long for an address', `/${'x'.repeat(107)}`, 'unix-dgram reaches no such socket'],
    ['a machine without unix-dgram', '/run/notify', 'the package unix-dgram is not there'],
  ])('is the tool of systemd on %s, and the log says why and what the unit needs', async (_case, socket, why) => {
    const { carrier, sent } = way();
    const { log, lines } = keptLog();
    const manager = await openServiceManager({ socket, log, datagrams: async () => null, tool: () => carrier });
    manager.tell({ READY: '1' });
    expect(sent).toEqual(['READY=1']);
    expect(lines).toHaveLength(1);
    expect(lines[0]?.message).toContain(why);
    expect(lines[0]?.message).toContain('NotifyAccess=all');
  });

  it('that fails is named once, and once when it is right again', async () => {
    const { carrier, problems } = way();
    const { log, lines } = keptLog();
    const manager = await openServiceManager({ socket: '/run/notify', log, datagrams: async () => carrier });
    problems.push('send -111', 'send -111', null, null);
    for (let n = 0; n < 4; n += 1) manager.tell({ WATCHDOG: '1' });
    expect(lines.map(({ level }) => level)).toEqual(['error', 'info']);
    expect(lines[0]?.message).toContain(': send: connection refused (ECONNREFUSED); next:');
    expect(lines[0]?.message).toContain('connection refused');
  });

  it('that leads nowhere is an answer, not an end of the program', async () => {
    const carrier = await datagrams('/nowhere/notify');
    const ended = await new Promise((resolve) => carrier?.send(['READY=1'], resolve) ?? resolve('no unix-dgram'));
    carrier?.close();
    expect(ended).toMatch(/send -2|no unix-dgram/);
  });
});

describe('the tool of systemd', () => {
  it('is called once at a time, in order; of what waits the newest of each kind counts', async () => {
    const calls: string[] = [];
    let finish = (): void => {};
    const tool = notifyTool((words) => {
      calls.push(words.join(' '));
      return new Promise<void>((resolve) => {
        finish = resolve;
      });
    });
    const ended: (string | null)[] = [];
    for (const message of [['READY=1'], ['STATUS=a'], ['WATCHDOG=1'], ['STATUS=b']]) {
      tool.send(message, (problem) => ended.push(problem));
    }
    for (let n = 0; n < 5; n += 1) {
      finish();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(calls).toEqual(['READY=1', 'WATCHDOG=1', 'STATUS=b']);
    expect(ended).toEqual([null, null, null]);
  });

  it('that is missing is a problem of its message', async () => {
    const tool = notifyTool(() => Promise.reject(new RangeError('spawn systemd-notify ENOENT')));
    expect(await new Promise((resolve) => tool.send(['READY=1'], resolve))).toBe('spawn systemd-notify ENOENT');
  });
});
