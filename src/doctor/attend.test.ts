import { describe, expect, it } from 'vitest';
import { fakeClock } from '../clock.fake.ts';
import { type AttendParts, attend, type Listener, type Saying, SILENCE_LIMIT } from './attend.ts';
import { LOOKS, type Look, type Plan } from './doctor.ts';
import { type Finding, ok, warning } from './finding.ts';

const LAST = LOOKS.at(-1)!;
const well = (look: Look): Finding => ok('service/ok', look, 'well');

/** One process that is made to look: what it was to do, and how to play it. */
interface Played extends Listener {
  readonly plan: Plan;
  isLeft: boolean;
  say(...sayings: readonly Saying[]): void;
  /** Looks at these and finds them well. */
  pass(...looks: readonly Look[]): void;
}

function stand() {
  const clock = fakeClock();
  const played: Played[] = [];
  const heard: Finding[] = [];
  const examine: AttendParts['examine'] = (plan, listener) => {
    const say: Played['say'] = (...sayings) => {
      for (const saying of sayings) listener.onLine(JSON.stringify(saying));
    };
    const one: Played = {
      ...listener,
      plan,
      isLeft: false,
      say,
      pass(...looks) {
        for (const look of looks) say({ look }, { found: [well(look)] });
      },
    };
    played.push(one);
    return () => {
      one.isLeft = true;
    };
  };
  const found = attend({ clock, examine, onFindings: (findings) => void heard.push(...findings) });
  const ids = async () => (await found).map(({ id, where }) => `${id} ${where}`);
  return { clock, played, heard, found, ids };
}

describe('a doctor who has another process look', () => {
  it('tells what it finds while it looks, and does not wait until it is gone', async () => {
    const { clock, played, heard, ids } = stand();
    const [only] = played;
    only?.pass('configuration');
    expect(heard).toEqual([well('configuration')]);
    only?.pass(...LOOKS.slice(1));
    only?.say({ end: true });
    expect(await ids()).toEqual(LOOKS.map((look) => `service/ok ${look}`));
    expect([only?.isLeft, played.length, clock.pending()]).toEqual([true, 1, 0]);
  });

  it('leaves behind one that hangs at a look, says so, and has the rest looked at by another that knows it', async () => {
    const { clock, played, ids } = stand();
    played[0]?.pass('configuration', 'user', 'ports');
    played[0]?.say({ look: 'console' });
    await clock.advance(SILENCE_LIMIT - 1);
    expect(played).toHaveLength(1);
    await clock.advance(1);
    expect([played.length, played[0]?.isLeft]).toEqual([2, true]);
    const rest = LOOKS.slice(LOOKS.indexOf('console') + 1);
    expect([...(played[1]?.plan.looks ?? [])]).toEqual(rest);
    expect([...(played[1]?.plan.hung ?? [])]).toEqual(['console']);
    // It wakes up after all: nobody listens any more.
    played[0]?.say({ found: [warning('disk/slow', 'console', 'late', 'nothing')] });
    played[1]?.pass(...rest);
    played[1]?.say({ end: true });
    expect(await ids()).toEqual([
      'service/ok configuration',
      'service/ok user',
      'service/ok ports',
      'doctor/too-slow console',
      ...rest.map((look) => `service/ok ${look}`),
    ]);
  });

  it('takes its time from the last word: many looks may take longer together than one may', async () => {
    const { clock, played, ids } = stand();
    for (const look of LOOKS) {
      played[0]?.say({ look });
      await clock.advance(SILENCE_LIMIT - 1);
      played[0]?.say({ found: [] });
    }
    played[0]?.say({ end: true });
    expect(await ids()).toEqual([]);
    expect(played).toHaveLength(1);
  });

  it('goes on behind one that dies at a look, or between two', async () => {
    const { played, found } = stand();
    played[0]?.say({ look: 'configuration' });
    played[0]?.onGone('the process that looked ended by SIGSEGV');
    await Promise.resolve();
    await Promise.resolve();
    played[1]?.pass('user');
    played[1]?.onGone('the process that looked ended with code 3');
    await Promise.resolve();
    await Promise.resolve();
    expect([...(played[2]?.plan.looks ?? [])]).toEqual(LOOKS.slice(2));
    expect([...(played[2]?.plan.hung ?? [])]).toEqual(['configuration']);
    played[2]?.pass(...LOOKS.slice(2));
    played[2]?.onGone('the process that looked ended with code 0');
    const all = await found;
    expect(all[0]).toMatchObject({
      id: 'doctor/stopped',
      where: 'configuration',
      what: 'the process that looked ended by SIGSEGV',
    });
    expect(all.slice(1).map(({ where }) => where)).toEqual(LOOKS.slice(1));
    expect(played).toHaveLength(3);
  });

  it('gives up when it does not get so far as to look, and names all that was not looked at', async () => {
    const { clock, played, ids } = stand();
    await clock.advance(SILENCE_LIMIT);
    expect(await ids()).toEqual([`doctor/too-slow ${LOOKS.join(', ')}`]);
    expect(played).toHaveLength(1);
  });

  it('passes over lines that are no words of it', async () => {
    const { played, ids } = stand();
    for (const line of ['(node:1) Warning', '{"look":"elsewhere"}', '7', '{"found":[{"id":"x"}]}'])
      played[0]?.onLine(line);
    played[0]?.pass(LAST);
    played[0]?.say({ end: true });
    expect(await ids()).toEqual([`service/ok ${LAST}`]);
  });
});
