import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fakeClock } from '../clock.fake.ts';
import { ms, seconds } from '../clock.ts';
import { keptLog } from '../devices/spec.ts';
import { type Carried, type Carrier, datagrams, notifyTool, openServiceManager } from './service-manager.ts';

/** A way that keeps what it carried. */
function way() {
  const sent: string[] = [];
  const ends: Carried[] = [];
  const carrier: Carrier = {
    send(message, ended) {
      sent.push(message.join(' '));
      ended(ends.shift() ?? 'heard');
    },
    close: () => void sent.push('closed'),
  };
  return { carrier, sent, ends };
}

describe('the way to the service manager', () => {
  it('is not looked for when nobody listens', async () => {
    const none = { datagrams: () => Promise.reject(new RangeError('asked')), tool: () => JSON.parse('{') };
    const manager = await openServiceManager({ socket: undefined, log: keptLog().log, clock: fakeClock(), ...none });
    manager.tell({ READY: '1' });
    manager.close();
    expect(manager.isThere).toBe(false);
  });

  it('is a datagram of this process; a message has a line for each word, and no line break within', async () => {
    const { carrier, sent } = way();
    const { log, lines } = keptLog();
    const manager = await openServiceManager({
      socket: '/run/notify',
      log,
      clock: fakeClock(),
      datagrams: async () => carrier,
    });
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
    const manager = await openServiceManager({
      socket,
      log,
      clock: fakeClock(),
      datagrams: async () => null,
      tool: () => carrier,
    });
    manager.tell({ READY: '1' });
    expect(sent).toEqual(['READY=1']);
    expect(lines).toHaveLength(1);
    expect(lines[0]?.message).toContain(why);
    expect(lines[0]?.message).toContain('NotifyAccess=all');
  });

  it('that fails is named once, and once when it is right again', async () => {
    const { carrier, ends } = way();
    const { log, lines } = keptLog();
    const manager = await openServiceManager({
      socket: '/run/notify',
      log,
      clock: fakeClock(),
      datagrams: async () => carrier,
    });
    const refused = { problem: 'send: connection refused (ECONNREFUSED)' };
    ends.push(refused, refused, 'heard', 'heard');
    for (let n = 0; n < 4; n += 1) manager.tell({ WATCHDOG: '1' });
    expect(lines.map(({ level }) => level)).toEqual(['error', 'info']);
    expect(lines[0]?.message).toContain(': send: connection refused (ECONNREFUSED); next:');
    expect(lines[0]?.message).toContain('connection refused');
  });

  it('that leads nowhere is an answer, not an end of the program', async () => {
    const carrier = await datagrams('/nowhere/notify');
    const ended = await new Promise((resolve) => carrier?.send(['READY=1'], resolve) ?? resolve('no unix-dgram'));
    carrier?.close();
    expect(['no unix-dgram', { problem: 'send: no such file or directory (ENOENT)' }]).toContainEqual(ended);
  });
});

describe('a socket of the service manager that is full', () => {
  async function opened(carrier: Carrier) {
    const clock = fakeClock();
    const { log, lines } = keptLog();
    const manager = await openServiceManager({ socket: '/run/notify', log, clock, datagrams: async () => carrier });
    return { manager, clock, lines };
  }

  it('gets the message again, the others behind it; of one kind the newest', async () => {
    const { carrier, sent, ends } = way();
    const { manager, clock, lines } = await opened(carrier);
    ends.push('full', 'full');
    for (const told of [{ READY: '1' }, { STATUS: 'a' }, { WATCHDOG: '1' }, { STATUS: 'b' }]) manager.tell(told);
    expect(sent).toEqual(['READY=1']);
    await clock.advance(ms(50));
    expect(sent).toEqual(['READY=1', 'READY=1']);
    await clock.advance(ms(50));
    expect(sent).toEqual(['READY=1', 'READY=1', 'READY=1', 'WATCHDOG=1', 'STATUS=b']);
    expect(lines).toEqual([]);
    expect(clock.pending()).toBe(0);
  });

  it('gets no old message in the place of a newer one', async () => {
    const { carrier, sent, ends } = way();
    const { manager, clock } = await opened(carrier);
    ends.push('full');
    manager.tell({ STATUS: 'old' });
    manager.tell({ STATUS: 'new' });
    await clock.advance(ms(50));
    expect(sent).toEqual(['STATUS=old', 'STATUS=new']);
  });

  it('is named once after a second, tried on, and named once when it is read again', async () => {
    const { carrier, sent, ends } = way();
    const { manager, clock, lines } = await opened(carrier);
    ends.push(...Array.from({ length: 60 }, (): Carried => 'full'));
    manager.tell({ READY: '1' });
    await clock.advance(ms(900));
    expect(lines).toEqual([]);
    await clock.advance(seconds(4));
    expect(sent).toHaveLength(61);
    expect(lines.map(({ level }) => level)).toEqual(['error', 'info']);
    expect(lines[0]?.message).toContain('its socket is full, it has not read for a second; next:');
  });

  it('is not tried after the end', async () => {
    const { carrier, sent, ends } = way();
    const { manager, clock } = await opened(carrier);
    ends.push('full');
    manager.tell({ READY: '1' });
    manager.close();
    expect(clock.pending()).toBe(0);
    expect(sent).toEqual(['READY=1', 'closed']);
  });

  it('is told what it missed: a socket of the kernel, filled in one turn', async () => {
    const { createSocket } = await import('unix-dgram');
    const directory = mkdtempSync(join(tmpdir(), 'notify-'));
    const path = join(directory, 'socket');
    const heard: string[] = [];
    const listener = createSocket('unix_dgram');
    let ready = (): void => {};
    const isReady = new Promise<void>((resolve) => {
      ready = resolve;
    });
    listener.on('message', (bytes) => {
      heard.push(bytes.toString());
      if (bytes.toString() === 'READY=1') ready();
    });
    listener.bind(path);
    const clock = fakeClock();
    const { log, lines } = keptLog();
    const manager = await openServiceManager({ socket: path, log, clock });
    for (let n = 0; n < 2_000; n += 1) manager.tell({ WATCHDOG: `${n}` });
    manager.tell({ READY: '1' });
    expect(clock.pending()).toBe(1);
    for (let n = 0; n < 20; n += 1) await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(ms(50));
    await isReady;
    manager.close();
    listener.close();
    rmSync(directory, { recursive: true });
    expect(heard.slice(-2)).toEqual(['WATCHDOG=1999', 'READY=1']);
    expect(lines).toEqual([]);
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
    const { log } = keptLog();
    const parts = { socket: '/run/notify', log, clock: fakeClock(), datagrams: async () => null, tool: () => tool };
    const manager = await openServiceManager(parts);
    for (const told of [{ READY: '1' }, { STATUS: 'a' }, { WATCHDOG: '1' }, { STATUS: 'b' }]) manager.tell(told);
    for (let n = 0; n < 5; n += 1) {
      finish();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(calls).toEqual(['READY=1', 'WATCHDOG=1', 'STATUS=b']);
  });

  it('that is missing is a problem of its message', async () => {
    const tool = notifyTool(() => Promise.reject(new RangeError('spawn systemd-notify ENOENT')));
    const ended = await new Promise((resolve) => tool.send(['READY=1'], resolve));
    expect(ended).toEqual({ problem: 'spawn systemd-notify ENOENT' });
  });
});
