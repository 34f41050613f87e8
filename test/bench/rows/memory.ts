import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench } from '../frame/bench.ts';
import { always, atMost, type Figure } from '../frame/figure.ts';
import { residentOf } from '../frame/machine.ts';
import { oneValue, spreadOf } from '../frame/statistics.ts';
import { openAsker, openMosquitto } from '../stand/asker.ts';
import { bareMemory } from '../stand/bare-node.ts';
import { openBranchStand } from '../stand/branch-stand.ts';
import { SERVICE } from '../stand/branch-text.ts';
import { openPresses } from '../stand/presses.ts';

const COUNTERS = Array.from({ length: 16 }, (_, index) => index + 1);
const BUSES = [
  { id: 'bus1', pads: COUNTERS.slice(0, 8), signs: COUNTERS.slice(0, 8) },
  { id: 'bus2', pads: COUNTERS.slice(8), signs: COUNTERS.slice(8) },
];

/** How much memory does a branch of 16 counters keep, with Mosquitto, and no page open? */
export const bench: Bench = {
  async run(context) {
    const mosquitto = await openMosquitto();
    const stand = await openBranchStand(context, { kiosks: 1, buses: BUSES, brokerUrl: mosquitto.url });
    const { child } = await stand.start();
    const presses = await openPresses(stand, 1);
    const asker = await openAsker(mosquitto.url, 'tablet');
    for (const n of COUNTERS) await asker.ask('open-counter', { counter: `counter${n}` });
    const tickets = context.isQuick ? 100 : 2_000;
    for (let n = 0; n < tickets; n += 1) {
      await asker.ask('issue', { service: SERVICE });
      await asker.ask('call-next', { counter: `counter${COUNTERS[n % COUNTERS.length]}` });
      if (n % 50 === 0) await presses.together([1]);
    }
    const samples: number[] = [];
    for (let second = 0; second < (context.isQuick ? 10 : 60); second += 1) {
      await sleep(1_000);
      samples.push(residentOf(child.pid ?? 0));
    }
    return [figure(samples, await bareMemory(), tickets)];
  },
};

function figure(samples: readonly number[], bare: number, tickets: number): Figure {
  const reading = spreadOf(samples);
  return {
    id: 'memory',
    title: 'resident memory, 16 counters, Mosquitto',
    unit: 'MB',
    reading,
    raw: { what: 'Node alone', reading: oneValue(bare) },
    goal: always(atMost('≤ 100 MB, the middle of the minute', reading.p50, 100)),
    note: `Looked at every second of the minute after ${tickets.toLocaleString('en-US')} tickets over MQTT, as fast as they go, and some on paper; V8 tidies up after the first seconds. 16 keypads, 16 signs, a kiosk.`,
  };
}
