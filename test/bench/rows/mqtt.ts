import type { Bench } from '../frame/bench.ts';
import type { Figure } from '../frame/figure.ts';
import { oneValue, spreadOf } from '../frame/statistics.ts';
import { type Asker, openAsker, openMosquitto } from '../stand/asker.ts';
import { openBranchStand } from '../stand/branch-stand.ts';
import { SERVICE } from '../stand/branch-text.ts';
import { Paces } from '../stand/pace.ts';
import { openRawCommits } from '../stand/raw-commit.ts';

const CLIENTS = Array.from({ length: 10 }, (_, index) => index + 1);

/** How many commands a second reach the disk, from one client and from ten at once, over MQTT with Mosquitto? */
export const bench: Bench = {
  async run(context) {
    const mosquitto = await openMosquitto();
    const stand = await openBranchStand(context, {
      buses: [{ id: 'signs', pads: [], signs: CLIENTS }],
      brokerUrl: mosquitto.url,
    });
    await stand.start();
    const askers = await Promise.all(CLIENTS.map((n) => openAsker(mosquitto.url, `client${n}`)));
    for (const [index, asker] of askers.entries()) await asker.ask('open-counter', { counter: `counter${index + 1}` });
    for (let customer = 0; customer < 40; customer += 1) await askers[0]?.ask('issue', { service: SERVICE });
    const commits = openRawCommits(context.directory);
    const paces = new Paces();
    await round(new Paces(), askers, () => commits.once());
    for (let turn = 0; turn < (context.isQuick ? 4 : 20); turn += 1) await round(paces, askers, () => commits.once());
    return [
      figure(paces, 'one', 'durable commands, MQTT, 1 caller'),
      figure(paces, 'ten', 'durable commands, MQTT, 10 callers'),
    ];
  },
};

async function round(paces: Paces, askers: readonly Asker[], commit: () => void): Promise<void> {
  const of = (caller: number): Asker | undefined => askers[caller];
  const ask = async (caller: number, turn: number): Promise<void> => {
    if (turn % 2 === 0) await of(caller)?.ask('issue', { service: SERVICE });
    else await of(caller)?.ask('call-next', { counter: `counter${caller + 1}` });
  };
  await paces.take('commit', 1, 50, async () => void commit());
  await paces.take('echo one', 1, 100, async (caller) => of(caller)?.echo());
  await paces.take('one', 1, 100, ask);
  await paces.take('echo ten', 10, 400, async (caller) => of(caller)?.echo());
  await paces.take('ten', 10, 400, ask);
}

function figure(paces: Paces, callers: 'one' | 'ten', title: string): Figure {
  const { rate, waits } = paces.of(callers);
  const wait = spreadOf(waits);
  return {
    id: `mqtt-${callers}`,
    title,
    unit: '/s',
    reading: oneValue(rate),
    raw: { what: 'a message through Mosquitto and back, QoS 1', reading: oneValue(paces.of(`echo ${callers}`).rate) },
    goal: null,
    note: `A command took ${wait.p50.toFixed(2)} / ${wait.p99.toFixed(2)} ms; SQLite alone made ${Math.round(paces.of('commit').rate)} commits/s. Meanwhile each event is published too.`,
  };
}
