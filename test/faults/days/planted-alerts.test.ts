import { afterEach, describe, expect, it, vi } from 'vitest';
import { minutes } from '../../../src/clock.ts';
import { runDay } from './day.ts';

/** What is broken on purpose. */
const plant = vi.hoisted(() => ({ now: '' }));
afterEach(() => {
  plant.now = '';
});

vi.mock(import('../../../src/queue/decide/alert.ts'), async (original) => {
  const right = await original();
  return {
    ...right,
    settleAlerts(situation) {
      const drafts = right.settleAlerts(situation);
      const last = situation.state.alerts.last;
      if (plant.now === 'an alert that is told twice') {
        const raised = drafts.filter(({ body }) => body.type === 'alert-raised');
        const again = raised.map(({ body, ...rest }, nth) => ({
          ...rest,
          body: { ...body, alert: `a${last + raised.length + nth + 1}` } as typeof body,
        }));
        return [...drafts, ...again];
      }
      return drafts;
    },
  };
});

// Without it the queue itself would see that an alert stands already, and stop.
vi.mock(import('../../../src/queue/contradiction.ts'), async (original) => {
  const right = await original();
  const contradict = ((event, what) => {
    if (plant.now === '') right.contradict(event, what);
  }) as typeof right.contradict;
  return { ...right, contradict };
});

vi.mock(import('../../../src/queue/alert-measures.ts'), async (original) => {
  const right = await original();
  return {
    ...right,
    isOver(state, index, alert, at) {
      if (plant.now === 'an alert that is never cleared' && alert.kind === 'wait-over-target') return false;
      return right.isOver(state, index, alert, at);
    },
    raiseAt(state, index, place) {
      const at = right.raiseAt(state, index, place);
      if (plant.now === 'a wait that nobody is told of' && place.kind === 'wait-over-target') return null;
      const isEarly = plant.now === 'an alert that comes too early' && place.kind === 'service-over-time';
      return isEarly && typeof at === 'number' ? at - 30_000 : at;
    },
  };
});

const DAY = { seed: 3, customers: 60, mishaps: 2, openFor: minutes(100) };

describe('the judge of simulated days', { timeout: minutes(6) }, () => {
  it.each([
    ['an alert that is told twice', /\S+ was raised while it stood/],
    ['an alert that is never cleared', /wait-over-target\/\S+ is over and was never cleared/],
    ['a wait that nobody is told of', /nobody was told of wait-over-target/],
    ['an alert that comes too early', /service-over-time\/\S+ was raised, but nothing is wrong there/],
  ])('sees %s', async (what, sentence) => {
    plant.now = what;
    expect((await runDay(DAY)).wrong.join('\n')).toMatch(sentence);
  });

  it('finds nothing wrong on the same day when nothing is broken', async () => {
    expect((await runDay(DAY)).wrong).toEqual([]);
  });
});
