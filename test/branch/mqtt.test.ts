import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { seconds } from '../../src/clock.ts';
import { runs } from '../runs.ts';
import { smallBranch } from './branches.ts';
import { expectDevicesRight, expectReplaysEqual, expectRetainedRight, signsAreLit, verdict } from './evidence.ts';
import { openStand, type Stand } from './stand.ts';

let stand: Stand;
afterEach(() => stand.close());

const prefix = 'bank/v1/small/main';
const act = async (device: string, action: string): Promise<void> => {
  await stand.act(device, action);
  await stand.pass(seconds(1));
};

async function open(): Promise<void> {
  stand = await openStand({ config: smallBranch() });
  await stand.start();
  await stand.pass(seconds(3));
  await act('keypad1', 'press pause');
}

interface Answered {
  readonly id: string;
  readonly result?: object;
}

function answers(): readonly Answered[] {
  return stand.broker.sentTo('/res/web').map(({ payload }) => JSON.parse(payload) as Answered);
}

async function ask(name: string, id: string, body: object): Promise<Answered | undefined> {
  stand.broker.current.receive(`${prefix}/cmd/${name}`, { id, replyTo: `${prefix}/res/web`, ...body });
  await stand.pass(500);
  return answers().at(-1);
}

describe('the number of a start', () => {
  it.each(['stop', 'kill'] as const)(
    'is higher at each start, also with the wall clock set back (after a %s)',
    async (end) => {
      await open();
      const boots: number[] = [];
      for (const wall of [
        Date.UTC(2026, 0, 5, 1),
        Date.UTC(2020, 0, 1),
        Date.UTC(2026, 0, 5, 1),
        Date.UTC(1970, 0, 1),
      ]) {
        boots.push(
          Number(
            stand.broker
              .sentTo('/avail')
              .map(({ payload }) => JSON.parse(payload) as { boot: number })
              .at(-1)?.boot,
          ),
        );
        if (end === 'stop') await stand.stop();
        else stand.kill();
        stand.clock.setWall(wall);
        await stand.start();
        await stand.pass(seconds(10));
      }
      expect(boots).toEqual(boots.toSorted((one, other) => one - other));
      expect(new Set(boots).size).toBe(4);
    },
  );
});

describe('a stop', () => {
  const sequences = (): number[] =>
    stand.messages().map((text) => Number((JSON.parse(text) as { sequence: string }).sequence));
  const all = (): number[] => Array.from({ length: stand.store.head().seq }, (_, at) => at + 1);

  async function slipInHand(): Promise<void> {
    await open();
    await act('printer1', 'slow on');
    await act('panel1', 'press 1');
    await stand.pass(seconds(1));
  }

  it('brings what the devices had to say at their end to the broker as well: the slip in hand, unknown', async () => {
    await slipInHand();
    const from = stand.store.head().seq;
    await stand.stop();
    expect((await stand.events(from + 1)).map(({ type }) => type)).toContain('print-unknown');
    expect(sequences()).toEqual(all());
  });

  it('while the broker is away leaves nothing out: every record is published after the next start', async () => {
    await slipInHand();
    stand.broker.isEager = false;
    await stand.stop();
    stand.broker.isEager = true;
    await act('printer1', 'slow off');
    await stand.start();
    await stand.pass(seconds(20));
    expect([...new Set(sequences())]).toEqual(all());
  });
});

const breakage = fc.constantFrom('drop', 'drop', 'refuse', 'kill', 'stop', 'quiet');

describe('events and states at a broker that comes and goes', () => {
  it('each record arrives once and in order, and what is retained at the end is the state', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(breakage, { minLength: 6, maxLength: 12 }), async (breaks) => {
        await open();
        const { broker } = stand;
        for (const [index, broken] of breaks.entries()) {
          await stand.act('panel1', `press ${1 + (index % 2)}`);
          await stand.act('keypad1', `press ${index % 3 === 2 ? 'finish' : 'next'}`);
          await stand.pass(300);
          if (broken === 'drop') broker.current.drop();
          if (broken === 'refuse') {
            broker.script.push({ kind: 'refused', code: 136, reason: 'server unavailable' });
            broker.current.drop();
          }
          // Acknowledgements stop coming; then the connection breaks, and nobody knows what arrived.
          if (broken === 'quiet') {
            broker.isEager = false;
            await stand.act('keypad1', 'press recall');
            await stand.pass(seconds(2));
            broker.isEager = true;
            broker.current.drop();
          }
          if (broken === 'kill') stand.kill();
          if (broken === 'stop') await stand.stop();
          if (!stand.isRunning) await stand.start();
          await stand.pass(seconds(3));
        }
        // The longest pause between two tries is a minute; a sign whose setting up was cut is dark for a minute and a half.
        broker.script.length = 0;
        await stand.pass(seconds(95));
        expectRetainedRight(stand);
        await signsAreLit(stand);
        expectDevicesRight(stand);
        await expectReplaysEqual(stand);
        await stand.stop();
        expect(await verdict(stand)).toEqual([]);
        expect(broker.sentTo('/avail').at(-1)?.payload).toContain('"offline"');
        await stand.close();
      }),
      { numRuns: runs(4), endOnFailure: true },
    );
  });
});

describe('commands over MQTT', () => {
  it('the same id again gives the same answer, also after a power cut in between, and issues no second number', async () => {
    await open();
    const first = await ask('issue', 'tablet-1', { service: 'cash' });
    expect(first).toMatchObject({ id: 'tablet-1', result: { kind: 'issued', label: 'A001' } });
    expect(await ask('issue', 'tablet-1', { service: 'cash' })).toEqual(first);
    stand.kill();
    await stand.start();
    await stand.pass(seconds(3));
    expect(await ask('issue', 'tablet-1', { service: 'cash' })).toEqual(first);
    const call = await ask('call-next', 'tablet-2', { counter: 'counter1' });
    expect(call).toMatchObject({ result: { kind: 'called', label: 'A001' } });
    expect(await ask('call-next', 'tablet-2', { counter: 'counter1' })).toEqual(call);
    expect(stand.view('display1')).toMatchObject({ text: 'A001', isBlinking: true });
    expect(await stand.eventsOf('issued')).toHaveLength(1);
    expect(await stand.eventsOf('called')).toHaveLength(1);
    await stand.stop();
    expect(await verdict(stand)).toEqual([]);
  });

  it('a counter is worked without its keypad: opened, called to, paused, and closed when nobody is at the window', async () => {
    await open();
    const counter = 'counter2';
    expect(await ask('call-next', '1', { counter })).toMatchObject({ result: { code: 'counter-closed' } });
    expect(await ask('open-counter', '2', { counter })).toMatchObject({ result: { kind: 'done', label: null } });
    expect(stand.view('display2')).toMatchObject({ text: '----' });
    await ask('issue', '3', { service: 'cash' });
    expect(await ask('call-next', '4', { counter })).toMatchObject({ result: { kind: 'called', label: 'A001' } });
    expect(await ask('close-counter', '5', { counter })).toMatchObject({ result: { code: 'counter-busy' } });
    await stand.act('keypad2', 'press finish');
    expect(await ask('pause-counter', '6', { counter })).toMatchObject({ result: { kind: 'done' } });
    expect(stand.view('display2')).toMatchObject({ text: 'STOP' });
    expect(await ask('close-counter', '7', { counter })).toMatchObject({ result: { kind: 'done' } });
    expect(await ask('close-counter', '8', { counter })).toMatchObject({ result: { code: 'counter-already' } });
    await stand.stop();
    expect(await verdict(stand)).toEqual([]);
  });

  it('a command whose commit the power cut took is not answered, and done once when it is asked again', async () => {
    await open();
    stand.hooks = {
      after: (_count, types) => {
        if (types.includes('issued')) stand.kill();
      },
    };
    await ask('issue', 'tablet-1', { service: 'cash' });
    expect(answers()).toEqual([]);
    stand.hooks = {};
    await stand.start();
    await stand.pass(seconds(3));
    expect(await ask('issue', 'tablet-1', { service: 'cash' })).toMatchObject({ result: { label: 'A001' } });
    expect(await stand.eventsOf('issued')).toHaveLength(1);
  });

  it('a ticket asked for on paper comes out of the printer of the branch', async () => {
    await open();
    const answer = await ask('issue', 'tablet-1', { service: 'account', handover: 'paper', language: 'en' });
    expect(answer).toMatchObject({ result: { label: 'B001' } });
    await stand.pass(seconds(3));
    expect(stand.happenings.filter(({ what }) => what === 'slip').map(({ text }) => text)).toEqual(['B001']);
  });
});
