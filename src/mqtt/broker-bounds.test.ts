import { describe, expect, it } from 'vitest';
import {
  boundPersistence,
  DURABLE_CLIENTS,
  durableClients,
  type Persistence,
  QUEUED_A_CLIENT,
  RETAINED_TOPICS,
} from './broker-bounds.ts';

function memory() {
  const retained = new Map<string, number>();
  const queued: string[] = [];
  const complaints: string[] = [];
  const persistence: Persistence = {
    async storeRetained({ topic, payload }) {
      if (payload.length === 0) retained.delete(topic);
      else retained.set(topic, payload.length);
    },
    async outgoingEnqueue({ clientId }) {
      queued.push(clientId);
    },
    async outgoingEnqueueCombi(targets) {
      queued.push(...targets.map(({ clientId }) => clientId));
    },
    async outgoingClearMessageId({ id }, packet) {
      const at = queued.indexOf(id);
      if (at < 0) return undefined;
      queued.splice(at, 1);
      return packet;
    },
  };
  boundPersistence(persistence, (what) => complaints.push(what));
  return { persistence, retained, queued, complaints };
}
const packet = (topic: string, length = 1) => ({ topic, payload: { length } });

describe('the bounds of the embedded broker', () => {
  it('a client that never comes back fills its own queue and no more', async () => {
    const { persistence, queued, complaints } = memory();
    const targets = [{ clientId: 'away' }, { clientId: 'there' }];
    for (let count = 0; count < QUEUED_A_CLIENT + 10; count += 1) {
      await persistence.outgoingEnqueueCombi(targets, packet('t'));
      await persistence.outgoingClearMessageId({ id: 'there' }, packet('t'));
    }
    expect(queued).toHaveLength(QUEUED_A_CLIENT);
    expect(complaints).toHaveLength(10);
    await persistence.outgoingClearMessageId({ id: 'away' }, packet('t'));
    await persistence.outgoingEnqueue({ clientId: 'away' }, packet('t'));
    expect(queued).toHaveLength(QUEUED_A_CLIENT);
  });

  it('retained topics are counted, replaced ones once, cleared ones no more', async () => {
    const { persistence, retained, complaints } = memory();
    for (let count = 0; count < RETAINED_TOPICS; count += 1) await persistence.storeRetained(packet(`t/${count}`));
    await persistence.storeRetained(packet('t/7', 5));
    await persistence.storeRetained(packet('new'));
    expect(retained.get('t/7')).toBe(5);
    expect(retained.has('new')).toBe(false);
    expect(complaints).toHaveLength(1);
    await persistence.storeRetained(packet('t/8', 0));
    await persistence.storeRetained(packet('new'));
    expect(retained.has('new')).toBe(true);
  });

  it('lasting sessions are bounded; a client that starts clean gives its place back', () => {
    const mayStay = durableClients();
    for (let count = 0; count < DURABLE_CLIENTS; count += 1) expect(mayStay(`c${count}`, false)).toBe(true);
    expect(mayStay('one-more', false)).toBe(false);
    expect(mayStay('c5', false)).toBe(true);
    expect(mayStay('one-more', true)).toBe(true);
    expect(mayStay('c5', true)).toBe(true);
    expect(mayStay('one-more', false)).toBe(true);
  });
});
