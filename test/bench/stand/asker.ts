import { Socket } from 'node:net';
import mqtt from 'mqtt';
import { type Mosquitto, makeMosquitto } from '../../broker/mosquitto.ts';
import { closeLater } from './closing.ts';

const PREFIX = 'bench/v1/bench/main';

/** Somebody who asks the branch over MQTT and waits for each answer. */
export interface Asker {
  /** Resolves with the answer; fails when it is a no or a problem. */
  ask(command: string, body: object): Promise<void>;
  /** A message of its own, there and back through the broker: what it does by itself. */
  echo(): Promise<void>;
}

/** Connects one; the branch is there when it resolves. */
export async function openAsker(url: string, name: string): Promise<Asker> {
  const client = await mqtt.connectAsync(url, { clientId: name, protocolVersion: 5 });
  const replyTo = `${PREFIX}/res/${name}`;
  const echoes = `bench-echo/${name}`;
  closeLater(() => client.endAsync(true));
  // Else its next command waits for the kernel's delayed acknowledgement of the one before, 40 ms.
  if (client.stream instanceof Socket) client.stream.setNoDelay(true);
  let answered: (payload: string) => void = () => {};
  client.on('message', (_, payload) => answered(payload.toString()));
  // A command that is published before the branch listens is heard by nobody.
  await new Promise<void>((resolve) => {
    answered = (payload) => void (payload.includes('"online"') && resolve());
    client.subscribe([`${PREFIX}/avail`, replyTo, echoes], { qos: 1 });
  });
  await client.unsubscribeAsync(`${PREFIX}/avail`);
  let count = 0;
  const said = (topic: string, body: object): Promise<string> =>
    new Promise((resolve) => {
      answered = resolve;
      client.publish(topic, JSON.stringify(body), { qos: 1 });
    });
  return {
    async ask(command, body) {
      count += 1;
      const answer = await said(`${PREFIX}/cmd/${command}`, { id: `${count}`, replyTo, ...body });
      if (!answer.includes('"result"') || answer.includes('"refused"')) throw new Error(`${command}: ${answer}`);
    },
    async echo() {
      await said(echoes, {
        id: 'echo',
        service: 'cash',
        text: 'as long as a command and its answer are, more or less',
      });
    },
  };
}

/** A Mosquitto that ends with the bench. */
export async function openMosquitto(): Promise<Mosquitto> {
  const mosquitto = await makeMosquitto();
  closeLater(() => mosquitto.remove());
  await mosquitto.start();
  return mosquitto;
}
