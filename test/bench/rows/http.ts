import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../broker/mosquitto.ts';
import type { Bench, BenchContext } from '../frame/bench.ts';
import type { Figure } from '../frame/figure.ts';
import { oneValue, spreadOf } from '../frame/statistics.ts';
import { openMosquitto } from '../stand/asker.ts';
import { type BranchStand, openBranchStand } from '../stand/branch-stand.ts';
import { SERVICE } from '../stand/branch-text.ts';
import { type HttpAsker, openEcho, openHttpAsker } from '../stand/http-asker.ts';
import { Paces } from '../stand/pace.ts';
import { openRawCommits } from '../stand/raw-commit.ts';

const CLIENTS = Array.from({ length: 10 }, (_, index) => index + 1);

/** How many commands a second reach the disk, from one client and from ten at once, over HTTP? */
export const bench: Bench = {
  async run(context) {
    const { stand, askers } = await openBranch(context);
    await stand.bell.until('it listens', () => stand.log().some(({ msg }) => msg.startsWith('commands over HTTP')));
    for (const [index, asker] of askers.entries()) await asker.give('open-counter', { counter: `counter${index + 1}` });
    for (let customer = 0; customer < 40; customer += 1) await askers[0]?.give('issue', { service: SERVICE });
    const echo = await openEcho();
    const parts: Parts = {
      askers,
      echoes: CLIENTS.map((n) => openHttpAsker(echo, `echo${n}`, 'none')),
      commit: openRawCommits(context.directory).once,
    };
    const paces = new Paces();
    await round(new Paces(), parts);
    for (let turn = 0; turn < (context.isQuick ? 4 : 20); turn += 1) await round(paces, parts);
    return [
      figure(paces, 'one', 'durable commands, HTTP, 1 caller'),
      figure(paces, 'ten', 'durable commands, HTTP, 10 callers'),
    ];
  },
};

/** The branch of the MQTT row, with ten programs that give commands over HTTP. */
async function openBranch(
  context: BenchContext,
): Promise<{ readonly stand: BranchStand; readonly askers: readonly HttpAsker[] }> {
  const port = await freePort();
  const clients = CLIENTS.map((n) => {
    const [name, token] = [`client${n}`, randomBytes(32).toString('hex')];
    const tokenFile = join(context.directory, name);
    writeFileSync(tokenFile, token, { mode: 0o600 });
    return { name, token, line: `{ name: ${name}, tokenFile: ${tokenFile} }` };
  });
  const stand = await openBranchStand(context, {
    buses: [{ id: 'signs', pads: [], signs: CLIENTS }],
    brokerUrl: (await openMosquitto()).url,
    http: `{ port: ${port}, clients: [${clients.map(({ line }) => line).join(', ')}] }`,
  });
  await stand.start();
  return { stand, askers: clients.map(({ name, token }) => openHttpAsker(port, name, token)) };
}

interface Parts {
  readonly askers: readonly HttpAsker[];
  /** Whom a bare server answers. */
  readonly echoes: readonly HttpAsker[];
  commit(): void;
}

async function round(paces: Paces, { askers, echoes, commit }: Parts): Promise<void> {
  const ask = async (caller: number, turn: number): Promise<void> => {
    if (turn % 2 === 0) await askers[caller]?.give('issue', { service: SERVICE });
    else await askers[caller]?.give('call-next', { counter: `counter${caller + 1}` });
  };
  const echo = async (caller: number): Promise<void> => echoes[caller]?.give('issue', { service: SERVICE });
  await paces.take('commit', 1, 50, async () => commit());
  await paces.take('echo one', 1, 200, echo);
  await paces.take('one', 1, 100, ask);
  await paces.take('echo ten', 10, 800, echo);
  await paces.take('ten', 10, 400, ask);
}

function figure(paces: Paces, callers: 'one' | 'ten', title: string): Figure {
  const { rate, waits } = paces.of(callers);
  const wait = spreadOf(waits);
  return {
    id: `http-${callers}`,
    title,
    unit: '/s',
    reading: oneValue(rate),
    raw: {
      what: 'a request to a bare server of Node and its answer, connection kept',
      reading: oneValue(paces.of(`echo ${callers}`).rate),
    },
    goal: null,
    note: `A command took ${wait.p50.toFixed(2)} / ${wait.p99.toFixed(2)} ms; SQLite alone made ${Math.round(paces.of('commit').rate)} commits/s. Meanwhile each event is published too.`,
  };
}
