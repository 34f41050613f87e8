import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FarEnd } from './far-end.ts';
import { type CloseReason, WIRE_BOUND, type Wire, type WireFactory, type WireListener } from './wire.ts';

/** A wire with both its ends, for one test. */
export interface WireStand {
  readonly factory: WireFactory;
  readonly far: FarEnd;
  /** Lets time pass until the promise has settled. */
  run<T>(promise: Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** What a listener heard, and waiting for it. */
export interface Heard extends WireListener {
  readonly bytes: number[];
  readonly closed: CloseReason[];
  /** Everything in order: `bytes`, `closed`. */
  readonly order: string[];
  /** Resolves when the condition holds; looked at after each callback. */
  until(condition: () => boolean): Promise<void>;
}

/** A listener that keeps what it hears. */
export function heard(): Heard {
  const waiting = new Set<() => void>();
  const look = (): void => {
    for (const check of [...waiting]) check();
  };
  const made: Heard = {
    bytes: [],
    closed: [],
    order: [],
    onBytes(bytes) {
      made.bytes.push(...bytes);
      made.order.push('bytes');
      look();
    },
    onClosed(reason) {
      made.closed.push(reason);
      made.order.push('closed');
      look();
    },
    until: (condition) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (!condition()) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
  };
  return made;
}

const ALL_BYTES = Uint8Array.from({ length: 256 }, (_, index) => index);

/** What every implementation of the wire port keeps, whatever is under it. */
export function wireContract(name: string, make: () => Promise<WireStand>): void {
  describe(`a wire over ${name}`, () => {
    let stand: WireStand;
    let listener: Heard;
    beforeEach(async () => {
      stand = await make();
      listener = heard();
    });
    afterEach(async () => {
      await stand.close();
    });
    const opened = async (to: WireListener = listener): Promise<Wire> => {
      const end = await stand.run(stand.factory.open(to));
      expect(end).toMatchObject({ kind: 'open' });
      if (end.kind !== 'open') return expect.unreachable();
      return end.wire;
    };
    const farHears = (): Heard => {
      const far = heard();
      stand.far.onBytes(far.onBytes);
      return far;
    };

    test('says its port as the technician wrote it', async () => {
      const wire = await opened();
      expect(wire.name).toBe(stand.factory.name);
    });

    test('carries all 256 byte values to the device and back', async () => {
      const far = farHears();
      const wire = await opened();
      expect(await stand.run(wire.write(ALL_BYTES))).toEqual({ kind: 'written' });
      await stand.run(far.until(() => far.bytes.length >= 256));
      expect(far.bytes).toEqual([...ALL_BYTES]);
      stand.far.send(ALL_BYTES);
      await stand.run(listener.until(() => listener.bytes.length >= 256));
      expect(listener.bytes).toEqual([...ALL_BYTES]);
    });

    test('writes in the order of the calls, though nobody waits for the earlier ones', async () => {
      const far = farHears();
      const wire = await opened();
      const writes = Array.from({ length: 20 }, (_, index) => wire.write(Uint8Array.of(index, index)));
      await stand.run(Promise.all(writes));
      await stand.run(far.until(() => far.bytes.length >= 40));
      expect(far.bytes).toEqual(Array.from({ length: 20 }, (_, index) => [index, index]).flat());
    });

    test('takes what its bound holds and nothing of what is beyond it', async () => {
      const far = farHears();
      const wire = await opened();
      const quarter = new Uint8Array(WIRE_BOUND / 4).fill(7);
      const fitting = [wire.write(quarter), wire.write(quarter), wire.write(quarter), wire.write(quarter)];
      expect(await wire.write(Uint8Array.of(1))).toEqual({ kind: 'full' });
      expect(await stand.run(Promise.all(fitting))).toEqual(Array(4).fill({ kind: 'written' }));
      expect(await stand.run(wire.write(Uint8Array.of(2)))).toEqual({ kind: 'written' });
      await stand.run(far.until(() => far.bytes.length > WIRE_BOUND));
      expect(far.bytes.length).toBe(WIRE_BOUND + 1);
      expect(far.bytes.at(-1)).toBe(2);
    });

    test('answers a write beyond its bound at once even when it is alone', async () => {
      const wire = await opened();
      expect(await wire.write(new Uint8Array(WIRE_BOUND + 1))).toEqual({ kind: 'full' });
    });

    test('closes once for all who ask, and says so once', async () => {
      const wire = await opened();
      const first = wire.close();
      expect(wire.close()).toBe(first);
      await stand.run(first);
      expect(wire.close()).toBe(first);
      expect(listener.closed).toEqual([{ kind: 'ours' }]);
    });

    test('has told of its end before close resolves', async () => {
      const wire = await opened();
      const told: number[] = [];
      await stand.run(wire.close().then(() => void told.push(listener.closed.length)));
      expect(told).toEqual([1]);
    });

    test('answers a write at once after the close, and what was waiting', async () => {
      const wire = await opened();
      const waiting = wire.write(new Uint8Array(WIRE_BOUND));
      const closing = wire.close();
      expect(await wire.write(ALL_BYTES)).toEqual({ kind: 'closed', reason: { kind: 'ours' } });
      expect(['written', 'closed']).toContain((await waiting).kind);
      await stand.run(closing);
      expect(await wire.write(ALL_BYTES)).toEqual({ kind: 'closed', reason: { kind: 'ours' } });
    });

    test('is silent after its end, though the device goes on talking', async () => {
      const wire = await opened();
      stand.far.send(ALL_BYTES);
      await stand.run(wire.close());
      stand.far.send(ALL_BYTES);
      const next = heard();
      const again = await opened(next);
      stand.far.send(Uint8Array.of(42));
      await stand.run(next.until(() => next.bytes.includes(42)));
      expect(listener.order.at(-1)).toBe('closed');
      await stand.run(again.close());
    });

    test('tells of a pulled cable while nobody writes, once, with a reason', async () => {
      await opened();
      await stand.run(stand.far.pull());
      await stand.run(listener.until(() => listener.closed.length > 0));
      expect(listener.closed).toEqual([{ kind: 'pulled', detail: expect.stringMatching(/\w/) }]);
    });

    test('answers every write of a cable that is pulled while writing', async () => {
      const wire = await opened();
      const writes = Array.from({ length: 30 }, () => wire.write(new Uint8Array(2_000)));
      await stand.run(stand.far.pull());
      const ends = await stand.run(Promise.all(writes));
      await stand.run(listener.until(() => listener.closed.length > 0));
      for (const end of ends) expect(['written', 'closed']).toContain(end.kind);
      expect((await wire.write(ALL_BYTES)).kind).toBe('closed');
      expect(listener.closed).toHaveLength(1);
    });

    test('a close after the pull changes nothing', async () => {
      const wire = await opened();
      await stand.run(stand.far.pull());
      await stand.run(listener.until(() => listener.closed.length > 0));
      await stand.run(wire.close());
      expect(listener.closed).toHaveLength(1);
      expect(listener.closed[0]?.kind).toBe('pulled');
    });

    test('is refused while the cable is out, with a reason that names the port', async () => {
      await stand.run(stand.far.pull());
      const end = await stand.run(stand.factory.open(listener));
      expect(end).toMatchObject({ kind: 'refused', reason: { kind: 'refused' } });
      if (end.kind === 'refused') expect(end.reason.detail).toContain(stand.factory.name);
      expect(listener.order).toEqual([]);
    });

    test('opens again after the cable is back, a new life with a listener of its own', async () => {
      const far = farHears();
      await opened();
      await stand.run(stand.far.pull());
      await stand.run(listener.until(() => listener.closed.length > 0));
      await stand.run(stand.far.plug());
      const next = heard();
      const wire = await opened(next);
      await stand.run(wire.write(Uint8Array.of(1, 2, 3)));
      await stand.run(far.until(() => far.bytes.length >= 3));
      stand.far.send(Uint8Array.of(9));
      await stand.run(next.until(() => next.bytes.length > 0));
      expect(listener.order).toEqual(['closed']);
      expect(next.order).toEqual(['bytes']);
    });

    test('a listener that fails at bytes costs its wire, nothing else', async () => {
      const failing: WireListener = {
        onBytes: () => JSON.parse('{'),
        onClosed: listener.onClosed,
      };
      await opened(failing);
      stand.far.send(ALL_BYTES);
      await stand.run(listener.until(() => listener.closed.length > 0));
      expect(listener.closed).toEqual([{ kind: 'pulled', detail: expect.stringContaining('reader failed') }]);
    });
  });
}
