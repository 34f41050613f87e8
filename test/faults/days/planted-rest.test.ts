import { afterEach, describe, expect, it, vi } from 'vitest';
import { minutes } from '../../../src/clock.ts';
import type { PrintTrouble } from '../../../src/devices/kinds.ts';
import type { AlertView } from '../../../src/views/alerts.ts';
import { runDay } from './day.ts';
import { PAPER_OUT } from './mishaps.ts';

/** What is broken on purpose, and what kept the printer from printing last. */
const plant = vi.hoisted(() => ({ now: '', trouble: null as PrintTrouble | null, alert: null as AlertView | null }));
const ALERT_OF_QUEUE = 'an alert of a queue that is told for ever';
const ALERT_OF_DEVICE = 'an alert of a device that is told for ever';
afterEach(() => {
  plant.now = '';
  plant.trouble = null;
  plant.alert = null;
});

vi.mock(import('../../../src/inputs/kiosk-face.ts'), async (original) => {
  const right = await original();
  const isStuck = (): boolean => plant.now === 'a kiosk that turns away for ever' && plant.trouble !== null;
  return {
    ...right,
    isRefusing: (parts) => right.isRefusing(parts) || isStuck(),
    troubleOf(parts) {
      plant.trouble = right.troubleOf(parts) ?? plant.trouble;
      return isStuck() ? plant.trouble : right.troubleOf(parts);
    },
    lampsOf(parts, answering) {
      const lamps = right.lampsOf(parts, answering);
      return plant.now === 'a lamp that stays dark' ? lamps.map((lamp, at) => (at === 1 ? 'off' : lamp)) : lamps;
    },
  };
});

vi.mock(import('../../../src/mqtt/answers.ts'), async (original) => {
  const right = await original();
  class Lane extends right.AnswerLane {
    override send(...args: Parameters<typeof right.AnswerLane.prototype.send>) {
      if (plant.now !== 'answers that are never sent') super.send(...args);
    }
  }
  return { ...right, AnswerLane: Lane };
});

vi.mock(import('../../../src/mqtt/events-body.ts'), async (original) => {
  const right = await original();
  const moved = <E extends { readonly counter: string | null }>(event: E): E =>
    plant.now === 'events of another counter' && event.counter === 'counter2'
      ? { ...event, counter: 'counter1' }
      : event;
  return {
    ...right,
    headOf: (event) => right.headOf(moved(event)),
    ticketBody: (type, event, own) => right.ticketBody(type, moved(event), own),
  };
});

vi.mock(import('../../../src/views/queue.ts'), async (original) => {
  const right = await original();
  return {
    ...right,
    queueView(state, service, now) {
      const view = right.queueView(state, service, now);
      return plant.now === 'a queue that is told too long' && view ? { ...view, waiting: view.waiting + 1 } : view;
    },
  };
});

vi.mock(import('../../../src/views/alerts.ts'), async (original) => {
  const right = await original();
  return {
    ...right,
    alertViews(...of) {
      const views = right.alertViews(...of);
      const hers = views.find(({ device }) => (plant.now === ALERT_OF_DEVICE) === (device !== null));
      plant.alert ??= hers ?? null;
      const isTold = plant.now === ALERT_OF_QUEUE || plant.now === ALERT_OF_DEVICE;
      if (!isTold || !plant.alert || views.some(({ id }) => id === plant.alert?.id)) return views;
      return [...views, plant.alert];
    },
  };
});

vi.mock(import('../../../src/mqtt/state-views-hall.ts'), async (original) => {
  const right = await original();
  return {
    ...right,
    paintBoard(...of) {
      const board = right.paintBoard(...of);
      if (plant.now !== 'a window that is told wrong') return board;
      return { ...board, windows: board.windows.map((window) => ({ ...window, state: 'paused' as const })) };
    },
  };
});

const KIND = { dayStartsAt: '03:00', whenPrinterNotReady: 'refuse', counters: 2 } as const;
const DAY = { seed: 3, customers: 40, mishaps: 6, openFor: minutes(100), kind: KIND, only: PAPER_OUT };

describe('the judge of simulated days', { timeout: minutes(6) }, () => {
  it.each([
    ['a kiosk that turns away for ever', /a press was turned away at \d+ s, though nothing was wrong with the printer/],
    ['a lamp that stays dark', /^lamp 2 of panel1 is off at the end$/],
    ['answers that are never sent', /^a command over MQTT was never answered$/],
    ['events of another counter', /event \d+ is of counter1, the journal has counter2/],
    ['a window that is told wrong', /^the board shows counter\d paused.*, the journal has it (?:open|closed)/m],
    [ALERT_OF_QUEUE, /^the broker retains alert \S+, it does not stand$/m],
    [ALERT_OF_DEVICE, /^the broker retains paper-out of printer1, which is well$/m],
    ['a queue that is told too long', /the broker retains \d+ waiting for cash, \d+ do/],
  ])('sees %s', async (what, sentence) => {
    plant.now = what;
    expect((await runDay(DAY)).wrong.join('\n')).toMatch(sentence);
  });

  it('finds nothing wrong on the same day when nothing is broken', async () => {
    expect((await runDay(DAY)).wrong).toEqual([]);
  });
});
