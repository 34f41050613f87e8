import { afterEach, describe, expect, it } from 'vitest';
import { minutes, seconds } from '../../src/clock.ts';
import { smallBranch } from './branches.ts';
import { expectDevicesRight, expectReplaysEqual, expectRetainedRight, signsAreLit, verdict } from './evidence.ts';
import { openStand, type Stand, textOf } from './stand.ts';

/** A Monday, 10:00 in Shanghai. */
const MONDAY = Date.UTC(2026, 0, 5, 2);

const stands: Stand[] = [];
afterEach(async () => {
  for (const stand of stands.splice(0)) {
    await expectReplaysEqual(stand);
    await signsAreLit(stand);
    expectDevicesRight(stand);
    expectRetainedRight(stand);
    await stand.stop();
    expect(await verdict(stand)).toEqual([]);
    await stand.close();
  }
});

/** A counter is open, and its teller has asked for a customer where nobody waits. */
async function standing(branchSpeed?: number): Promise<Stand> {
  const training = branchSpeed === undefined ? {} : { branchSpeed };
  const stand = await openStand({ config: smallBranch(), start: MONDAY, ...training });
  stands.push(stand);
  await stand.start();
  await stand.pass(seconds(3));
  for (const key of ['pause', 'next']) {
    await stand.act('keypad1', `press ${key}`);
    await stand.pass(seconds(1));
  }
  return stand;
}

const eventTypes = async (stand: Stand): Promise<readonly string[]> => (await stand.events()).map(({ type }) => type);

describe('a training at twenty times the speed of the world', () => {
  it('lets what time alone changes happen twenty times sooner, at the same branch time', async () => {
    const ends = async (stand: Stand): Promise<{ readonly world: number; readonly branch: number }> => {
      const began = (await stand.eventsOf('request-stands')).at(-1)?.at ?? 0;
      const start = stand.clock.monotonic();
      for (let turn = 0; turn < 7_000; turn += 1) {
        if ((await eventTypes(stand)).includes('request-ended')) break;
        await stand.pass(100);
      }
      const ended = (await stand.eventsOf('request-ended')).at(-1)?.at ?? 0;
      return { world: stand.clock.monotonic() - start, branch: ended - began };
    };
    const slow = await ends(await standing());
    const fast = await ends(await standing(20));
    expect(fast.branch).toBe(slow.branch);
    expect(slow.branch).toBe(minutes(10));
    expect(slow.world).toBeGreaterThan(minutes(9.9));
    expect(fast.world).toBeLessThan(minutes(0.5));
  });

  it('leaves wires and devices as they are: the same bytes in the same time of the world', async () => {
    const bytes = async (stand: Stand): Promise<readonly string[]> => {
      const start = stand.clock.monotonic();
      const before = stand.happenings.length;
      await stand.act('panel1', 'press 1');
      await stand.pass(seconds(8));
      return stand.happenings
        .slice(before)
        .filter(({ device, what }) => device === 'printer1' && what !== 'view')
        .map(({ at, what, text }) => `${at - start} ${what} ${what === 'bytes' ? text : ''}`);
    };
    const slow = await bytes(await standing());
    const fast = await bytes(await standing(20));
    expect(slow.length).toBeGreaterThan(3);
    expect(fast).toEqual(slow);
  });

  it('stands in the journal and on MQTT at each start, and prints the time of the branch', async () => {
    const stand = await standing(20);
    await stand.pass(minutes(3));
    await stand.act('panel1', 'press 1');
    await stand.pass(seconds(4));
    // An hour and a minute or so have passed in the branch.
    expect(textOf(stand.slips[0] ?? expect.unreachable('no slip')).join()).toMatch(/2026-01-05 11:0[1-9]/);
    const before = (await stand.journal()).at(-1)?.at ?? 0;
    stand.kill();
    await stand.start();
    await stand.pass(seconds(3));
    const journal = await stand.journal();
    const starts = journal.filter(({ type }) => type === 'daemon-started').map(({ body }) => body);
    expect(starts).toEqual([
      { branch: 'small', branchSpeed: 20 },
      { branch: 'small', branchSpeed: 20 },
    ]);
    const times = journal.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    const [first] = journal.filter(({ at }) => at > before);
    expect((first?.at ?? Number.POSITIVE_INFINITY) - before).toBeLessThan(minutes(2));
    // The label of branch time stands as it stood: the world's clock, which is behind, corrects nothing.
    expect(journal.filter(({ type }) => type === 'clock-set')).toHaveLength(1);
    const told = stand.messages().map((message) => JSON.parse(message));
    expect(told.filter(({ type }) => type === 'lobbyd.daemon-started').map(({ data }) => data.branchSpeed)).toEqual([
      20, 20,
    ]);
  });
});
