import { describe, expect, it } from 'vitest';
import { fakeClock } from '../clock.fake.ts';
import { seconds } from '../clock.ts';
import { NOTICES_WAITING, openNotices, RESTING_TURN } from './notices.ts';

function stand(resting: () => readonly string[] = () => ['rest']) {
  const clock = fakeClock();
  const shown: string[] = [];
  const notices = openNotices({
    clock,
    stays: seconds(6),
    show: ({ line1 }) => void shown.push(line1),
    resting: () => {
      const [first = '', ...more] = resting();
      return [{ line1: first, line2: '' }, ...more.map((line1) => ({ line1, line2: '' }))];
    },
  });
  const tell = (line1: string, least: number): void => notices.tell([{ line1, line2: '' }], least);
  return { clock, shown, notices, tell };
}

describe('texts on one small screen', () => {
  it('give way at once to a newer one where none has to stand', async () => {
    const { clock, shown, tell } = stand();
    tell('a', 0);
    tell('b', 0);
    await clock.advance(seconds(6));
    expect(shown).toEqual(['a', 'b', 'rest']);
  });

  it('stand for their least time, the others follow in order', async () => {
    const { clock, shown, tell } = stand();
    tell('a', seconds(3));
    tell('b', 0);
    tell('c', seconds(3));
    expect(shown).toEqual(['a']);
    await clock.advance(seconds(3));
    expect(shown).toEqual(['a', 'b', 'c']);
    await clock.advance(seconds(5.9));
    expect(shown).toEqual(['a', 'b', 'c']);
    await clock.advance(seconds(0.1));
    expect(shown).toEqual(['a', 'b', 'c', 'rest']);
  });

  it('drop what is more than may wait, and say beforehand how much room there is', async () => {
    const { clock, shown, notices, tell } = stand();
    tell('held', seconds(3));
    for (let count = 0; count < NOTICES_WAITING; count += 1) tell(`${count}`, 0);
    expect(notices.room).toBe(0);
    tell('dropped', 0);
    await clock.advance(seconds(20));
    expect(shown).toEqual(['held', '0', '1', '2', '3', '4', '5', '6', '7', 'rest']);
  });

  it('are not disturbed by a new resting text', () => {
    const { shown, notices, tell } = stand();
    notices.rest();
    tell('a', 0);
    notices.rest();
    expect(shown).toEqual(['rest', 'a']);
  });

  it('let several resting texts stand in turn, from the first one on after something was told', async () => {
    const { clock, shown, notices, tell } = stand(() => ['one', 'two']);
    notices.rest();
    await clock.advance(RESTING_TURN);
    // Whoever has it painted again changes no turn.
    notices.rest();
    await clock.advance(RESTING_TURN - 1);
    expect(shown).toEqual(['one', 'two', 'two']);
    await clock.advance(RESTING_TURN + 1);
    tell('a', 0);
    await clock.advance(seconds(6));
    expect(shown.slice(3)).toEqual(['one', 'two', 'a', 'one']);
    notices.stop();
    await clock.advance(seconds(60));
    expect(shown).toHaveLength(7);
  });

  it('begin another resting text with its first page', async () => {
    let texts = ['one', 'two'];
    const { clock, shown, notices } = stand(() => texts);
    notices.rest();
    await clock.advance(RESTING_TURN + 1);
    texts = ['leave', 'go'];
    notices.rest();
    await clock.advance(RESTING_TURN - 1);
    await clock.advance(1);
    expect(shown).toEqual(['one', 'two', 'leave', 'go']);
  });
});
