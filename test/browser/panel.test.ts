/** What a person does on the front panel, on a stage where nothing else happens. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lacks } from '../tools.ts';
import { closePages, leave, pageIn } from './browser.ts';
import { serveFixedStage } from './fixed-stage.mjs';
import { type Shot, show } from './shots.mjs';

const isSkipped = lacks('chromium', 'Noto Sans CJK');
const ENGLISH: Shot = { size: 'desktop', language: 'en', light: 'light' };
/** A busy machine takes its time. */
const soon = <T>(look: () => T) => expect.poll(look, { timeout: 60_000 });
const CHINESE: Shot = { size: 'desktop', language: 'zh-CN', light: 'light' };

describe.skipIf(isSkipped)('the front panel', () => {
  let stage: Awaited<ReturnType<typeof serveFixedStage>>;
  let page: Page;
  const wrong: string[] = [];
  const outside: string[] = [];

  const open = async (shot: Shot): Promise<void> => {
    page = await pageIn(shot.language);
    page.on('pageerror', (fault) => wrong.push(fault.message));
    page.on('request', (request) => {
      if (new URL(request.url()).hostname !== '127.0.0.1') outside.push(request.url());
    });
    await show(page, shot, stage.url);
    await page.locator('.counter').first().waitFor();
  };

  afterAll(closePages);
  beforeEach(async () => {
    stage = await serveFixedStage();
  });
  afterEach(async () => {
    await leave(page);
    await stage.close();
    expect(wrong.splice(0)).toEqual([]);
    expect(outside.splice(0)).toEqual([]);
  });

  test('presses at the kiosk and at a keypad what the person presses', async () => {
    await open(ENGLISH);
    await page.getByRole('button', { name: /^Time deposits/ }).click();
    const two = page.getByRole('listitem', { name: /^Counter 2\b/ });
    for (const name of ['Next', 'Pause/open', '7', 'Enter'])
      await two.getByRole('button', { name, exact: true }).click();
    await expect
      .poll(() => stage.asked)
      .toEqual([
        'panel1 press 6',
        'keypad2 press next',
        'keypad2 press pause',
        'keypad2 press 7',
        'keypad2 press enter',
      ]);
  });

  test('is one stop of the tab key a keypad: arrows go from key to key, digits type', async () => {
    await open(ENGLISH);
    const words = page.getByRole('toolbar', { name: 'Keypad of counter 1', exact: true });
    await words.getByRole('button', { name: 'Next' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await soon(() => stage.asked).toEqual(['keypad1 press no-show']);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('4');
    await page.keyboard.press('2');
    await soon(() => stage.asked.slice(1)).toEqual(['keypad1 press 4', 'keypad1 press 2']);
    expect(await page.evaluate('document.activeElement.textContent')).toBe('2');
  });

  test('begins in the language of the browser, and remembers the one that was chosen', async () => {
    await open(CHINESE);
    await page.getByRole('heading', { name: '取号机' }).waitFor();
    expect(await page.evaluate('[document.documentElement.lang, document.title]')).toEqual([
      'zh-CN',
      'lobbyd 演示网点',
    ]);
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Kiosk' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Kiosk' }).waitFor();
    expect(await page.evaluate('document.documentElement.lang')).toBe('en');
  });

  test('shows what changed: lamp, display, keypad, paper, people, event', async () => {
    await open(ENGLISH);
    const lamps = Array.from({ length: 12 }, (_, button) => (button === 5 ? 'blink' : 'off'));
    stage.tell({ kind: 'view', device: 'panel1', view: { lamps, line1: 'OUT OF SERVICE', line2: '' } });
    await page.getByRole('button', { name: 'Time deposits lamp blink' }).waitFor();
    await page.getByRole('button', { name: 'Personal transfer lamp off' }).waitFor();
    stage.tell({ kind: 'view', device: 'display5', view: { text: 'B777', isBlinking: true, colour: 'sign' } });
    await page.getByRole('img', { name: 'Display: B777, blinking' }).waitFor();
    stage.tell({ kind: 'view', device: 'keypad5', view: { line1: 'B777 CALLED', line2: 'WAIT', isWaiting: true } });
    await page.getByRole('img', { name: 'waits for an answer' }).waitFor();
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"></svg>';
    stage.tell({
      kind: 'paper',
      device: 'printer1',
      added: [{ id: 9_999, device: 'printer1', svg, text: 'B777 新票', code: null }],
      isTaken: true,
    });
    await page.locator('.slip', { hasText: 'B777 新票' }).waitFor();
    expect(await page.locator('.slip').count()).toBe(1);
    stage.tell({
      kind: 'hall',
      sample: { at: Date.UTC(2100, 0), waiting: { 'personal-cash': 41 }, called: 2, serving: 1, inHall: 44 },
      totals: { issued: 512, served: 400, noShows: 3, transferred: 2, meanWait: 90_000, longestWait: 900_000 },
    });
    await soon(() => page.locator('.figures dd').allTextContents()).toEqual(['41', '3', '512', '2 min']);
    // The chart follows in a moment of its own.
    await soon(() => page.locator('.chart svg').getAttribute('aria-label')).toMatch(/41 .*44/);
  });

  test('has the printer say by its lamp what its sensors say', async () => {
    await open(ENGLISH);
    const lamp = page.locator('.printer-body .lamp-word');
    const well = { paper: 'full', isCoverOpen: false, isCutterJammed: false };
    for (const [view, says, how] of [
      [{ paper: 'low' }, 'paper near end', 'warn'],
      [{ paper: 'out' }, 'no paper', 'ill'],
      [{ isCoverOpen: true }, 'paper · cover open', 'ill'],
      [{ paper: 'low', isCutterJammed: true }, 'paper near end · cutter jammed', 'ill'],
      [{}, 'paper', 'well'],
    ] as const) {
      stage.tell({ kind: 'view', device: 'printer1', view: { ...well, ...view } });
      await soon(() => lamp.textContent()).toBe(says);
      expect(await lamp.getAttribute('class')).toBe(`lamp-word ${how}`);
    }
  });

  test('lights the lamp of every switch while the branch tells of its fault, and shows whether it is on', async () => {
    await open(ENGLISH);
    await page.getByRole('button', { name: /^Faults/ }).click();
    const { faults } = (await import('./fixed-stage.mjs')).keptSnapshot();
    const switches = faults.filter(({ isMomentary }) => !isMomentary);
    const idsOf = async (selector: string): Promise<readonly (string | null)[]> => {
      const places = page.locator(selector);
      return (await places.evaluateAll((found) => found.map((place) => place.getAttribute('data-fault')))).sort();
    };
    const lit = () => idsOf('[data-fault]:has(.said)');
    const pressed = () => idsOf('[data-fault][aria-pressed="true"]');
    for (const turn of [0, 1]) {
      const ill = switches.filter((_, place) => place % 2 === turn);
      const ids = ill.map(({ id }) => id).sort();
      for (const fault of ill) {
        const said = { 'zh-CN': `${fault.id} 故障`, en: `${fault.id} is ill` };
        stage.tell({ kind: 'fault', fault: { ...fault, isOn: true, said } });
      }
      await soon(lit).toEqual(ids);
      expect(await pressed()).toEqual(ids);
      for (const fault of ill) stage.tell({ kind: 'fault', fault });
      await soon(lit).toEqual([]);
      expect(await pressed()).toEqual([]);
    }
  });

  test('tells who does not see it, once, what came to pass', async () => {
    await open(ENGLISH);
    const said = page.locator('[aria-live="polite"]');
    stage.tell({ kind: 'traffic', traffic: { isOn: false, speed: 1 } });
    const data = { label: 'B777', counter: 'counter5' };
    const message = { topic: 'b/v1/b/main/evt/ticket-called', text: JSON.stringify({ data }), seq: 1, at: 0 };
    stage.tell({ kind: 'mqtt', message });
    stage.tell({ kind: 'mqtt', message: { ...message, topic: 'b/v1/b/main/evt/print-ended' } });
    stage.tell({ kind: 'mqtt', message: { ...message, topic: 'b/v1/b/main/evt/ticket-started' } });
    await soon(() => said.textContent()).toBe('B777 to counter 5; Ticket B777 printed');
    stage.tell({ kind: 'traffic', traffic: { isOn: true, speed: 1 } });
    stage.tell({ kind: 'mqtt', message: { ...message, text: message.text.replace('777', '778') } });
    stage.tell({ kind: 'daemon', daemon: { state: 'stopped', text: 'gone' } });
    await soon(() => said.textContent()).toBe('lobbyd: Stopped');
  });

  test('finds, holds and opens events', async () => {
    await open(ENGLISH);
    await page.getByRole('button', { name: 'MQTT events' }).click();
    const rows = page.locator('.events li');
    const message = (label: string) => ({
      kind: 'mqtt' as const,
      message: { topic: 'b/v1/b/main/evt/ticket-called', text: `{"data":{"label":"${label}"}}`, seq: 1, at: 0 },
    });
    stage.tell(message('Z901'));
    await rows.filter({ hasText: 'Z901' }).waitFor();
    const hold = page.getByRole('button', { name: 'Hold' });
    expect(await hold.getAttribute('aria-pressed')).toBe('false');
    await hold.click();
    stage.tell(message('Z902'));
    await page.getByRole('button', { name: 'Held, 1 new', pressed: true }).waitFor();
    expect(await rows.filter({ hasText: 'Z902' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Held, 1 new' }).click();
    await page.getByRole('searchbox', { name: 'Filter' }).fill('z902');
    await soon(() => rows.count()).toBe(1);
    await rows.locator('summary').click();
    await rows.locator('pre', { hasText: '"label": "Z902"' }).waitFor();
    for (let count = 0; count < 250; count += 1) stage.tell(message(`Z902 ${count}`));
    await rows.filter({ hasText: 'Z902 249' }).waitFor();
    expect(await rows.count()).toBeLessThanOrEqual(60);
  });

  test('breaks and mends, says what the branch says of it, and what was refused', async () => {
    await open(ENGLISH);
    await page.getByRole('button', { name: /^Faults/ }).click();
    const { faults } = (await import('./fixed-stage.mjs')).keptSnapshot();
    const fault = faults.find(({ id }) => id === 'bus2/cable');
    if (!fault) throw new Error('the kept stage has no bus2/cable');
    const pulled = page.getByRole('button', { name: 'bus2: Cable pulled' });
    await pulled.click();
    await soon(() => stage.asked).toEqual(['bus2/cable on']);
    stage.tell({ kind: 'fault', fault: { ...fault, isOn: true } });
    await page.getByText('not noticed yet').waitFor();
    const text = { 'zh-CN': 'display3：无连接', en: 'display3 is away' };
    const alert = { id: 'a', device: 'display3', code: 'device-lost', text, since: 0, over: null };
    stage.tell({ kind: 'alert', alert });
    await page
      .getByRole('listitem', { name: /^Counter 3\b/ })
      .getByText('display3 is away')
      .waitFor();
    await page.locator('.alerts .lasts', { hasText: 'display3 is away' }).waitFor();
    await pulled.click();
    await soon(() => stage.asked.at(-1)).toBe('bus2/cable off');
    stage.tell({ kind: 'alert', alert: { ...alert, over: 1_000 } });
    await page.locator('.alerts .over', { hasText: 'display3 is away over at' }).waitFor();
    expect(await page.locator('.counter .trouble', { hasText: 'display3' }).count()).toBe(0);
  });

  test('says how old it is when the link is lost, lets nothing be pressed, and goes on when it is back', async () => {
    await open(ENGLISH);
    const next = page.getByRole('listitem', { name: /^Counter 1\b/ }).getByRole('button', { name: 'Next' });
    const shown = await page.locator('.figures dd').first().textContent();
    const port = Number(new URL(stage.url).port);
    await stage.close();
    await page.locator('.lost', { hasText: /^Link lost: this is [1-9]\d* s old, keys are off/ }).waitFor();
    await soon(() => next.isDisabled()).toBe(true);
    await next.click({ force: true });
    expect(stage.asked).toEqual([]);
    expect(await page.locator('.figures dd').first().textContent()).toBe(shown);
    stage = await serveFixedStage({}, port);
    await page.locator('.lost').waitFor({ state: 'detached' });
    await next.click();
    await soon(() => stage.asked).toEqual(['keypad1 press next']);
  });
});
