import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Heard, heard } from '../spec.ts';
import type { FarEnd } from './far-end.ts';
import { WIRE_BOUND, type Wire, type WireFactory, type WireListener } from './wire.ts';

/** A wire with both its ends, for one test. */
export interface WireStand {
  readonly factory: WireFactory;
  readonly far: FarEnd;
  /** Lets time pass until the promise has settled. */
  run<T>(promise: Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const ALL_BYTES = Uint8Array.from({ length: 256 }, (_, index) => index);

/** The wire of the test that runs now. */
class Fixture {
  stand: WireStand;
  listener: Heard = heard();

  constructor(stand: WireStand) {
    this.stand = stand;
  }

  run<T>(promise: Promise<T>): Promise<T> {
    return this.stand.run(promise);
  }

  get far(): FarEnd {
    return this.stand.far;
  }

  async opened(to: WireListener = this.listener): Promise<Wire> {
    const end = await this.run(this.stand.factory.open(to));
    expect(end).toMatchObject({ kind: 'open' });
    return end.kind === 'open' ? end.wire : expect.unreachable();
  }

  farHears(): Heard {
    const far = heard();
    this.far.onBytes(far.onBytes);
    return far;
  }
}

/** What every implementation of the wire port keeps, whatever is under it. */
export function wireContract(name: string, make: () => Promise<WireStand>): void {
  describe(`a wire over ${name}`, () => {
    let fixture: Fixture;
    beforeEach(async () => {
      fixture = new Fixture(await make());
    });
    afterEach(() => fixture.stand.close());
    carriesBytes(() => fixture);
    ends(() => fixture);
    losesItsCable(() => fixture);
  });
}

/** What goes through an open wire. */
function carriesBytes(fixtureOf: () => Fixture): void {
  test('says its port as the technician wrote it', async () => {
    const fixture = fixtureOf();
    const wire = await fixture.opened();
    expect(wire.name).toBe(fixture.stand.factory.name);
  });

  test('carries all 256 byte values to the device and back', async () => {
    const fixture = fixtureOf();
    const far = fixture.farHears();
    const wire = await fixture.opened();
    expect(await fixture.run(wire.write(ALL_BYTES))).toEqual({ kind: 'written' });
    await fixture.run(far.until(() => far.bytes.length >= 256));
    expect(far.bytes).toEqual([...ALL_BYTES]);
    fixture.far.send(ALL_BYTES);
    await fixture.run(fixture.listener.until(() => fixture.listener.bytes.length >= 256));
    expect(fixture.listener.bytes).toEqual([...ALL_BYTES]);
  });

  test('writes in the order of the calls, though nobody waits for the earlier ones', async () => {
    const fixture = fixtureOf();
    const far = fixture.farHears();
    const wire = await fixture.opened();
    const writes = Array.from({ length: 20 }, (_, index) => wire.write(Uint8Array.of(index, index)));
    await fixture.run(Promise.all(writes));
    await fixture.run(far.until(() => far.bytes.length >= 40));
    expect(far.bytes).toEqual(Array.from({ length: 20 }, (_, index) => [index, index]).flat());
  });

  test('takes what its bound holds and nothing of what is beyond it', async () => {
    const fixture = fixtureOf();
    const far = fixture.farHears();
    const wire = await fixture.opened();
    const quarter = new Uint8Array(WIRE_BOUND / 4).fill(7);
    const fitting = [wire.write(quarter), wire.write(quarter), wire.write(quarter), wire.write(quarter)];
    expect(await wire.write(Uint8Array.of(1))).toEqual({ kind: 'full' });
    expect(await fixture.run(Promise.all(fitting))).toEqual(Array(4).fill({ kind: 'written' }));
    expect(await fixture.run(wire.write(Uint8Array.of(2)))).toEqual({ kind: 'written' });
    await fixture.run(far.until(() => far.bytes.length > WIRE_BOUND));
    expect(far.bytes.length).toBe(WIRE_BOUND + 1);
    expect(far.bytes.at(-1)).toBe(2);
  });

  test('answers a write beyond its bound at once even when it is alone', async () => {
    const fixture = fixtureOf();
    const wire = await fixture.opened();
    expect(await wire.write(new Uint8Array(WIRE_BOUND + 1))).toEqual({ kind: 'full' });
  });

  test('a listener that fails at bytes costs its wire, nothing else', async () => {
    const fixture = fixtureOf();
    const failing: WireListener = {
      onBytes: () => JSON.parse('{'),
      onClosed: fixture.listener.onClosed,
    };
    await fixture.opened(failing);
    fixture.far.send(ALL_BYTES);
    await fixture.run(fixture.listener.until(() => fixture.listener.closed.length > 0));
    expect(fixture.listener.closed).toEqual([{ kind: 'pulled', detail: expect.stringContaining('reader failed') }]);
  });
}

/** How a wire that we close ends. */
function ends(fixtureOf: () => Fixture): void {
  test('closes once for all who ask, and says so once', async () => {
    const fixture = fixtureOf();
    const wire = await fixture.opened();
    const first = wire.close();
    expect(wire.close()).toBe(first);
    await fixture.run(first);
    expect(wire.close()).toBe(first);
    expect(fixture.listener.closed).toEqual([{ kind: 'ours' }]);
  });

  test('has told of its end before close resolves', async () => {
    const fixture = fixtureOf();
    const wire = await fixture.opened();
    const told: number[] = [];
    await fixture.run(wire.close().then(() => void told.push(fixture.listener.closed.length)));
    expect(told).toEqual([1]);
  });

  test('answers a write at once after the close, and what was waiting', async () => {
    const fixture = fixtureOf();
    const wire = await fixture.opened();
    const waiting = wire.write(new Uint8Array(WIRE_BOUND));
    const closing = wire.close();
    expect(await wire.write(ALL_BYTES)).toEqual({ kind: 'closed', reason: { kind: 'ours' } });
    expect(['written', 'closed']).toContain((await waiting).kind);
    await fixture.run(closing);
    expect(await wire.write(ALL_BYTES)).toEqual({ kind: 'closed', reason: { kind: 'ours' } });
  });

  test('is silent after its end, though the device goes on talking', async () => {
    const fixture = fixtureOf();
    const wire = await fixture.opened();
    fixture.far.send(ALL_BYTES);
    await fixture.run(wire.close());
    fixture.far.send(ALL_BYTES);
    const next = heard();
    const again = await fixture.opened(next);
    fixture.far.send(Uint8Array.of(42));
    await fixture.run(next.until(() => next.bytes.includes(42)));
    expect(fixture.listener.order.at(-1)).toBe('closed');
    await fixture.run(again.close());
  });
}

/** What a cable that is pulled, and back, does. */
function losesItsCable(fixtureOf: () => Fixture): void {
  test('tells of a pulled cable while nobody writes, once, with a reason', async () => {
    const fixture = fixtureOf();
    await fixture.opened();
    await fixture.run(fixture.far.pull());
    await fixture.run(fixture.listener.until(() => fixture.listener.closed.length > 0));
    expect(fixture.listener.closed).toEqual([{ kind: 'pulled', detail: expect.stringMatching(/\w/) }]);
  });

  test('answers every write of a cable that is pulled while writing', async () => {
    const fixture = fixtureOf();
    const wire = await fixture.opened();
    const writes = Array.from({ length: 30 }, () => wire.write(new Uint8Array(2_000)));
    await fixture.run(fixture.far.pull());
    const ends = await fixture.run(Promise.all(writes));
    await fixture.run(fixture.listener.until(() => fixture.listener.closed.length > 0));
    for (const end of ends) expect(['written', 'closed']).toContain(end.kind);
    expect((await wire.write(ALL_BYTES)).kind).toBe('closed');
    expect(fixture.listener.closed).toHaveLength(1);
  });

  test('a close after the pull changes nothing', async () => {
    const fixture = fixtureOf();
    const wire = await fixture.opened();
    await fixture.run(fixture.far.pull());
    await fixture.run(fixture.listener.until(() => fixture.listener.closed.length > 0));
    await fixture.run(wire.close());
    expect(fixture.listener.closed).toHaveLength(1);
    expect(fixture.listener.closed[0]?.kind).toBe('pulled');
  });

  test('is refused while the cable is out, with a reason that names the port', async () => {
    const fixture = fixtureOf();
    await fixture.run(fixture.far.pull());
    const end = await fixture.run(fixture.stand.factory.open(fixture.listener));
    expect(end).toMatchObject({ kind: 'refused', reason: { kind: 'refused' } });
    if (end.kind === 'refused') expect(end.reason.detail).toContain(fixture.stand.factory.name);
    expect(fixture.listener.order).toEqual([]);
  });

  test('opens again after the cable is back, a new life with a listener of its own', async () => {
    const fixture = fixtureOf();
    const far = fixture.farHears();
    await fixture.opened();
    await fixture.run(fixture.far.pull());
    await fixture.run(fixture.listener.until(() => fixture.listener.closed.length > 0));
    await fixture.run(fixture.far.plug());
    const next = heard();
    const wire = await fixture.opened(next);
    await fixture.run(wire.write(Uint8Array.of(1, 2, 3)));
    await fixture.run(far.until(() => far.bytes.length >= 3));
    fixture.far.send(Uint8Array.of(9));
    await fixture.run(next.until(() => next.bytes.length > 0));
    expect(fixture.listener.order).toEqual(['closed']);
    expect(next.order).toEqual(['bytes']);
  });
}
