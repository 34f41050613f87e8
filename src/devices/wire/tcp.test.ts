import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../clock.ts';
import { heard } from '../spec.ts';
import { tcpFarEnd } from './far-tcp.ts';
import { tcpWires } from './tcp.ts';
import { wireContract } from './wire.contract.ts';

const clock = systemClock(() => true);

function portOf(address: string): number {
  return Number(new URL(address).port);
}

wireContract('TCP', async () => {
  const far = await tcpFarEnd(0);
  return {
    factory: tcpWires({ host: '127.0.0.1', port: portOf(far.address), clock }),
    far,
    run: (promise) => promise,
    close: () => far.close(),
  };
});

describe('a TCP wire', () => {
  test('is refused with the place when nobody listens', async () => {
    const far = await tcpFarEnd(0);
    await far.close();
    const end = await tcpWires({ host: '127.0.0.1', port: portOf(far.address), clock }).open(heard());
    expect(end).toEqual({
      kind: 'refused',
      reason: { kind: 'refused', detail: `nobody listens at ${far.address}` },
    });
  });

  test('is refused when the far end never answers', async () => {
    // 192.0.2.0/24 is set aside for documents: packets to it go nowhere, or the system says at once that there is no way.
    const end = await tcpWires({ host: '192.0.2.1', port: 9, clock, connectLimit: 200 }).open(heard());
    expect(end.kind).toBe('refused');
  });

  test('is refused for a name that nobody knows', async () => {
    const end = await tcpWires({ host: 'no-such-host.invalid', port: 9, clock }).open(heard());
    expect(end.kind).toBe('refused');
  });

  test('ends when the far end closes its half of the connection', async () => {
    const sockets: Socket[] = [];
    const server = createServer({ allowHalfOpen: true }, (socket) => void sockets.push(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (typeof address !== 'object' || !address) return expect.unreachable();
    const listener = heard();
    const connected = once(server, 'connection');
    await tcpWires({ host: '127.0.0.1', port: address.port, clock }).open(listener);
    await connected;
    sockets[0]?.end();
    await listener.until(() => listener.closed.length > 0);
    expect(listener.closed).toEqual([{ kind: 'pulled', detail: expect.stringContaining('closed the connection') }]);
    sockets[0]?.destroy();
    server.close();
  });

  test('a second connection takes the line from a half-open first one', async () => {
    const far = await tcpFarEnd(0);
    const factory = tcpWires({ host: '127.0.0.1', port: portOf(far.address), clock });
    const [first, second] = [heard(), heard()];
    await factory.open(first);
    await factory.open(second);
    await first.until(() => first.closed.length > 0);
    far.send(Uint8Array.of(1));
    await second.until(() => second.bytes.length > 0);
    expect(second.bytes).toEqual([1]);
    await far.close();
  });
});
