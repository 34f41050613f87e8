/** How the front panel says the state of the hall and of its counters, on a stage where nothing else happens. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lacks } from '../tools.ts';
import { closePages, leave, openShot } from './browser.ts';
import { keptSnapshot, serveFixedStage } from './fixed-stage.mjs';
import { lobbyHands } from './lobby-hands.ts';

const isSkipped = lacks('chromium', 'Noto Sans CJK');
/** A busy machine takes its time. */
const soon = <T>(look: () => T) => expect.poll(look, { timeout: 60_000 });

describe.skipIf(isSkipped)('the state of the hall on the front panel', () => {
  let stage: Awaited<ReturnType<typeof serveFixedStage>>;
  let page: Page;

  afterAll(closePages);
  beforeEach(async () => {
    stage = await serveFixedStage();
    page = await openShot({ size: 'desktop', language: 'en', light: 'light', drawer: 'lobby' }, stage.url);
  });
  afterEach(async () => {
    await leave(page);
    await stage.close();
  });

  const hears = (type: string, data: object): void =>
    stage.tell({
      kind: 'mqtt',
      message: { topic: `b/v1/b/main/evt/${type}`, text: JSON.stringify({ data }), seq: 1, at: 0 },
    });

  test('stands at the top in every phase, and is told to who does not see it', async () => {
    const words = {
      'not-open-yet': 'Not open yet',
      break: 'Break',
      'last-tickets': 'Last tickets',
      closing: 'Closing',
      closed: 'Closed',
      evacuation: 'Evacuation',
      'out-of-order': 'Out of order',
      open: 'Open',
    };
    const badge = page.locator('.hall-state');
    for (const [phase, text] of Object.entries(words)) {
      const before = keptSnapshot().states.hall as object;
      stage.tell({ kind: 'state', thing: 'hall', state: { ...before, phase } });
      await soon(() => badge.textContent()).toBe(`Hall ${text}`);
    }
    const said = page.locator('[aria-live="polite"]');
    hears('hall-set', { from: 'open', state: 'evacuation' });
    await soon(() => said.textContent()).toBe('Hall: Evacuation');
    hears('hall-set', { from: 'evacuation', state: 'open' });
    await soon(() => said.textContent()).toBe('Hall: by the clock again');
    hears('hall-phase-changed', { from: 'open', phase: 'last-tickets' });
    await soon(() => said.textContent()).toBe('Hall: Last tickets');
  });

  test('asks for an evacuation with the second press alone, and for all else with the first', async () => {
    const { tab, press } = lobbyHands(page);
    await tab('Hall');
    await press('Evacuate …: hall');
    await press('Do not evacuate');
    await press('Break: hall');
    await soon(() => stage.asked).toEqual(['set-hall {"state":"break"}']);
    await press('Evacuate …: hall');
    await press('Evacuate now');
    await soon(() => stage.asked.slice(1)).toEqual(['set-hall {"state":"evacuation"}']);
  });

  test('says why a counter is paused: it was left open while people waited', async () => {
    const { tab, row } = lobbyHands(page);
    await tab('Counters');
    const state = keptSnapshot().states['counter/counter5'] as object;
    hears('counter-paused', { counter: 'counter5', reason: 'teller' });
    hears('counter-paused', { counter: 'counter5', reason: 'left-alone' });
    hears('counter-paused', { counter: 'counter6', reason: 'no-shows' });
    stage.tell({ kind: 'state', thing: 'counter/counter5', state: { ...state, state: 'paused', isStanding: false } });
    await row('window=counter5').filter({ hasText: 'by itself: left open while people waited' }).waitFor();
  });

  test('switches the machine of the demo as a person at it would', async () => {
    const { tab, press, row } = lobbyHands(page);
    await tab('Guidance');
    const machine = { machine: 'machine1', names: { en: 'Machine 1' }, services: [] };
    const state = { day: null, machines: [{ ...machine, isUsable: true, isOffered: false, queue: 3 }], today: [] };
    stage.tell({ kind: 'state', thing: 'diversion', state });
    stage.tell({ kind: 'view', device: 'machine1', view: { isUsable: true, queue: 4 } });
    await row('machine=machine1').filter({ hasText: 'in use, 3 stand there' }).waitFor();
    const queue = page.getByRole('combobox', { name: 'People at the machine: Machine 1' });
    await soon(() => queue.inputValue()).toBe('4');
    await queue.selectOption('1');
    await press('In use: Machine 1');
    await soon(() => stage.asked).toEqual(['machine1 queue 1', 'machine1 usable off']);
  });
});
