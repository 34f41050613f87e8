import { expect, it } from 'vitest';
import type { KeptState } from '../branch/kept-state.ts';
import { fakeBranch } from '../branch/port.fake.ts';
import { fakeClock } from '../clock.fake.ts';
import { seconds } from '../clock.ts';
import { KEPT_EVERY, keepState } from './state-keeping.ts';

function stand(keptTo = 0) {
  const clock = fakeClock();
  const branch = { ...fakeBranch(), committedSeq: 0 };
  const head = { seq: 0, hash: '' };
  const kept: KeptState[] = [];
  const shelf = { take: () => null, keep: async (state: KeptState) => void kept.push(state) };
  const stop = keepState({ branch, store: { head: () => ({ ...head }) }, clock, shelf, keptTo });
  const commit = (seq: number): void => {
    branch.committedSeq = seq;
    Object.assign(head, { seq, hash: `${seq}` });
    branch.commit();
  };
  return { clock, head, kept, commit, stop, seqs: () => kept.map(({ head }) => head.seq) };
}

it('the state is kept once nobody has pressed anything for a while, when a start would notice', async () => {
  const { clock, commit, kept, seqs } = stand();
  commit(KEPT_EVERY - 1);
  await clock.advance(seconds(60));
  expect(kept).toEqual([]);
  for (let press = 0; press < 4; press += 1) {
    commit(KEPT_EVERY + press);
    await clock.advance(seconds(4));
  }
  expect(kept).toEqual([]);
  await clock.advance(seconds(1));
  expect(kept).toEqual([expect.objectContaining({ head: { seq: KEPT_EVERY + 3, hash: `${KEPT_EVERY + 3}` } })]);
  commit(KEPT_EVERY + 4);
  await clock.advance(seconds(60));
  expect(seqs()).toEqual([KEPT_EVERY + 3]);
  commit(2 * KEPT_EVERY + 3);
  await clock.advance(seconds(60));
  expect(seqs()).toEqual([KEPT_EVERY + 3, 2 * KEPT_EVERY + 3]);
});

it('a state that is behind the journal is not kept', async () => {
  const { clock, commit, head, kept } = stand();
  commit(KEPT_EVERY);
  head.seq += 1;
  await clock.advance(seconds(60));
  expect(kept).toEqual([]);
});

it('the end keeps what there is, and nothing comes after it', async () => {
  const { clock, commit, seqs, stop } = stand(10);
  commit(KEPT_EVERY + 10);
  await stop();
  expect(seqs()).toEqual([KEPT_EVERY + 10]);
  await clock.advance(seconds(60));
  expect(seqs()).toEqual([KEPT_EVERY + 10]);
});

it('the end of a run that brought little keeps nothing anew', async () => {
  const { commit, seqs, stop } = stand(10);
  commit(KEPT_EVERY + 9);
  await stop();
  expect(seqs()).toEqual([]);
});
