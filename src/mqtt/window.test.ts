import { describe, expect, it } from 'vitest';
import { fakeClock } from '../clock.fake.ts';
import { seconds } from '../clock.ts';
import type { Connection, PublishEnd } from './connection.ts';
import { type Lane, WINDOW, Window } from './window.ts';

const ACKNOWLEDGED: PublishEnd = { kind: 'acknowledged', reason: 0 };
/** Of the connection, s: nothing may be acknowledged for twice as long. */
const KEEPALIVE = 15;

function rig() {
  const clock = fakeClock();
  const ready: string[] = [];
  const flying: ((end: PublishEnd) => void)[] = [];
  const stalledAt: number[] = [];
  const connection: Connection = {
    protocol: 5,
    receiveMaximum: 65_535,
    keepalive: KEEPALIVE,
    publish: (_message, ended) => void flying.push(ended),
    subscribe: async () => [],
    destroy() {},
    end: async () => {},
  };
  const lane: Lane = {
    begin() {},
    cut() {},
    take() {
      const topic = ready.shift();
      return topic === undefined
        ? null
        : { message: { topic, payload: '', isRetained: false, contentType: 'text/plain' }, ended() {} };
    },
  };
  const parts = { connection, lanes: [lane], clock, onStalled: () => void stalledAt.push(clock.monotonic()) };
  const window = new Window(parts);
  const send = (): void => {
    ready.push('a/b');
    window.wake();
  };
  const acknowledge = (): void => flying.shift()?.(ACKNOWLEDGED);
  return { clock, window, ready, flying, send, acknowledge, stalledAt };
}

describe('messages in flight', () => {
  it('are followed together by those that waited for the places of several', async () => {
    const { clock, ready, flying, send, acknowledge } = rig();
    for (let sent = 0; sent < WINDOW; sent += 1) send();
    ready.push('a/c', 'a/d', 'a/e');
    acknowledge();
    acknowledge();
    expect(flying).toHaveLength(WINDOW - 2);
    await clock.advance(0);
    expect(flying).toHaveLength(WINDOW);
    acknowledge();
    await clock.advance(0);
    expect(ready).toEqual([]);
  });

  it('are given up twice the keepalive after the last acknowledgement, however many came before it', async () => {
    const { clock, send, acknowledge, stalledAt } = rig();
    send();
    for (let turn = 0; turn < 5; turn += 1) {
      await clock.advance(seconds(20));
      send();
      acknowledge();
    }
    await clock.advance(seconds(30) - 1);
    expect(stalledAt).toEqual([]);
    await clock.advance(1);
    expect(stalledAt).toEqual([seconds(130)]);
  });

  it('have all of that time after a while in which nothing was sent', async () => {
    const { clock, send, acknowledge, stalledAt } = rig();
    send();
    acknowledge();
    await clock.advance(seconds(25));
    send();
    await clock.advance(seconds(29));
    expect(stalledAt).toEqual([]);
    await clock.advance(seconds(1));
    expect(stalledAt).toEqual([seconds(55)]);
  });

  it('are missed by nobody once the window is shut, or when there are none', async () => {
    const { clock, send, acknowledge, window, stalledAt } = rig();
    send();
    acknowledge();
    await clock.advance(seconds(200));
    send();
    window.shut();
    await clock.advance(seconds(200));
    expect(stalledAt).toEqual([]);
    expect(clock.pending()).toBe(0);
  });
});
