import { describe, expect, it } from 'vitest';
import { type Consumer, openConsumer } from '../stand/consumer.ts';
import { settled } from '../stand/hall.ts';
import { openScene } from '../stand/scene.ts';
import { verdict } from '../stand/verdict.ts';
import { lacks } from '../tools.ts';

describe.skipIf(lacks('socat', 'mosquitto')).concurrent('a tablet that asks again', () => {
  it.for([4, 5] as const)(
    'gets the same answer to the same command, also from the daemon that comes after a crash (MQTT %i)',
    async (protocolVersion, context) => {
      const scene = await openScene(context);
      await scene.openCounters(2);
      const options = { name: 'tablet', protocolVersion };
      const tablet = await openConsumer(scene.mosquitto?.url ?? '', scene.hall.bell, options);
      context.onTestFinished(() => tablet.close());
      const send = (name: string, id: string, body: object): void =>
        protocolVersion === 5 ? tablet.request(name, body, id) : tablet.command(name, { id, ...body });
      const answersTo = (id: string): Consumer['answers'] =>
        tablet.answers.filter((answer) => (protocolVersion === 5 ? answer.correlation : answer.id) === id);
      const asked: readonly [string, string, object][] = [
        ['issue', 'one', { service: 'cash' }],
        ['call-next', 'two', { counter: 'counter2' }],
        ['recall', 'three', { counter: 'counter2' }],
        ['recall', 'four', { counter: 'counter1' }],
      ];
      const askAll = async (count: number): Promise<void> => {
        for (const [name, id, body] of asked) {
          send(name, id, body);
          await scene.hall.until(`answer ${count} to ${id}`, () => answersTo(id).length === count);
        }
      };
      await askAll(1);
      await askAll(2);
      await scene.hall.run().kill();
      await scene.hall.ready();
      await askAll(3);
      expect(asked.map(([, id]) => answersTo(id)[0]?.result)).toMatchObject([
        { kind: 'issued', label: 'A001', ahead: 0 },
        { kind: 'called', label: 'A001', counter: 'counter2' },
        { kind: 'done', label: 'A001' },
        { kind: 'refused', code: 'counter-closed' },
      ]);
      for (const [, id] of asked) {
        const [first, ...others] = answersTo(id);
        expect(others).toEqual([first, first]);
      }
      const types = (await scene.hall.export()).map((line) => (JSON.parse(line) as { type: string }).type);
      for (const type of ['issued', 'called', 'recalled', 'refused']) {
        expect(
          types.filter((each) => each === type),
          type,
        ).toHaveLength(1);
      }
      await settled(scene.hall);
      expect(await verdict(scene)).toEqual([]);
    },
  );
});
