import { createServer, type Server } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { Aedes } from 'aedes';
import { minutes, seconds, systemClock } from '../clock.ts';
import { messageOf } from '../errors.ts';
import { boundPersistence, durableClients, type Persistence } from './broker-bounds.ts';
import type { BrokerOrder, BrokerReport, BrokerSettings } from './broker-messages.ts';
import { GuardedSocket } from './packet-guard.ts';

/** A client that takes nothing for so long is disconnected: until then it holds up what others are sent. */
const SLOW_CLIENT: number = seconds(5);
const CONNECT_WITHIN: number = seconds(10);
const OTHER_PROTOCOL = 1;

const settings: BrokerSettings = workerData;
const clock = systemClock(() => false);

function report(message: BrokerReport): void {
  parentPort?.postMessage(message);
}

/** One complaint of a kind a minute: a chatty client must not flood the daemon's inbox either. */
function complainer(): (what: string) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (what) => {
    if (clock.monotonic() - last < minutes(1)) return;
    last = clock.monotonic();
    report({ kind: 'complaint', what });
  };
}

/** Who asks for MQTT 5 first and falls back, as we do, has done nothing wrong. */
function isFallback(error: Error): boolean {
  return 'errorCode' in error && error.errorCode === OTHER_PROTOCOL;
}

async function startAedes(): Promise<Aedes> {
  const mayStay = durableClients();
  const complainOfSessions = complainer();
  const complainOfClients = complainer();
  const broker = await Aedes.createBroker({
    connectTimeout: CONNECT_WITHIN,
    drainTimeout: SLOW_CLIENT,
    maxTopicLevels: 12,
    maxInflightInbound: 50,
    preConnect(_client, packet, done) {
      const isWelcome = mayStay(packet.clientId, packet.clean !== false);
      if (!isWelcome) complainOfSessions(`too many lasting sessions: ${packet.clientId} is refused`);
      done(null, isWelcome);
    },
  });
  boundPersistence((broker as unknown as { persistence: Persistence }).persistence, complainer());
  for (const event of ['clientError', 'connectionError'] as const) {
    broker.on(event, (client, error) => {
      if (!isFallback(error))
        complainOfClients(`client ${client?.id ?? 'before it said its name'}: ${messageOf(error)}`);
    });
  }
  return broker;
}

function listen(broker: Aedes): Server {
  const complainOfNumber = complainer();
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    broker.handle(new GuardedSocket(socket, settings.largestPacket));
  });
  server.maxConnections = settings.clients;
  server.on('drop', () => complainOfNumber(`more than ${settings.clients} connections: a client is turned away`));
  server.on('error', (error) => {
    report({ kind: 'failed', reason: messageOf(error) });
    stop(broker, server);
  });
  server.listen(settings.port, settings.host, () => {
    const address = server.address();
    if (address && typeof address === 'object') report({ kind: 'listening', port: address.port });
  });
  return server;
}

function stop(broker: Aedes, server: Server): void {
  server.close();
  broker.close(() => parentPort?.close());
}

void startAedes().then((broker) => {
  const server = listen(broker);
  parentPort?.on('message', (order: BrokerOrder) => {
    if (order.kind === 'stop') stop(broker, server);
  });
});
