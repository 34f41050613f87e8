/** Messages that wait for one client that is away or slow; newer ones are dropped, and it sees a hole in the sequence. */
export const QUEUED_A_CLIENT = 1_000;
/** Retained topics; a message on a new one beyond it is not retained. */
export const RETAINED_TOPICS = 5_000;
/** Clients whose session outlives their connection. */
export const DURABLE_CLIENTS = 256;

interface Packet {
  readonly topic: string;
  readonly payload: { readonly length: number };
}
interface ClientId {
  readonly clientId: string;
}

/** The part of aedes' memory persistence that grows. */
export interface Persistence {
  storeRetained(packet: Packet): Promise<void>;
  outgoingEnqueue(target: ClientId, packet: Packet): Promise<void>;
  outgoingEnqueueCombi(targets: readonly ClientId[], packet: Packet): Promise<void>;
  outgoingClearMessageId(client: { readonly id: string }, packet: Packet): Promise<Packet | undefined>;
}

/**
 * Puts bounds on aedes' memory persistence, which has none: a client with a lasting session that never comes back
 * would otherwise fill the memory.
 *
 * @param complain called with what was dropped
 */
export function boundPersistence(persistence: Persistence, complain: (what: string) => void): void {
  const { storeRetained, outgoingEnqueue, outgoingEnqueueCombi, outgoingClearMessageId } = persistence;
  const retained = new Set<string>();
  const queued = new Map<string, number>();
  const hasRoom = ({ clientId }: ClientId): boolean => {
    const count = queued.get(clientId) ?? 0;
    if (count >= QUEUED_A_CLIENT) {
      complain(`more than ${QUEUED_A_CLIENT} messages wait for ${clientId}: newer ones are dropped`);
      return false;
    }
    queued.set(clientId, count + 1);
    return true;
  };
  persistence.storeRetained = async (packet) => {
    if (packet.payload.length === 0) retained.delete(packet.topic);
    else if (!retained.has(packet.topic) && retained.size >= RETAINED_TOPICS) {
      return complain(`more than ${RETAINED_TOPICS} retained topics: ${packet.topic} is not retained`);
    } else retained.add(packet.topic);
    await storeRetained.call(persistence, packet);
  };
  persistence.outgoingEnqueue = async (target, packet) => {
    if (hasRoom(target)) await outgoingEnqueue.call(persistence, target, packet);
  };
  persistence.outgoingEnqueueCombi = async (targets, packet) => {
    await outgoingEnqueueCombi.call(persistence, targets.filter(hasRoom), packet);
  };
  persistence.outgoingClearMessageId = async (client, packet) => {
    const cleared = await outgoingClearMessageId.call(persistence, client, packet);
    const left = (queued.get(client.id) ?? 0) - 1;
    if (cleared && left > 0) queued.set(client.id, left);
    else if (cleared) queued.delete(client.id);
    return cleared;
  };
}

/** Decides whether a client may have a session that outlives its connection. */
export function durableClients(): (client: string, isClean: boolean) => boolean {
  const durable = new Set<string>();
  return (client, isClean) => {
    if (isClean) {
      durable.delete(client);
      return true;
    }
    if (!durable.has(client) && durable.size >= DURABLE_CLIENTS) return false;
    durable.add(client);
    return true;
  };
}
