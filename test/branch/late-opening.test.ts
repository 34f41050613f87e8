import { afterEach, expect, it } from 'vitest';
import { seconds } from '../../src/clock.ts';
import type { Edit } from '../../src/config/spec.ts';
import { smallBranchUnder } from './branches.ts';
import { expectDevicesRight, expectReplaysEqual, expectRetainedRight, verdict } from './evidence.ts';
import { openStand, type Stand } from './stand.ts';

let stand: Stand;
afterEach(async () => {
  await expectReplaysEqual(stand);
  expectDevicesRight(stand);
  expectRetainedRight(stand);
  await stand.stop();
  expect(await verdict(stand)).toEqual([]);
  await stand.close();
});

const HOURS: Edit = ['kiosks:\n', 'hours:\n  week:\n    - { days: [mon], open: ["09:00-12:00"] }\nkiosks:\n'];
const BY_CLOCK: Edit = [
  'display: display2, keypad: keypad2 }',
  'display: display2, keypad: keypad2, opens: by-schedule }',
];
const TOPIC = 'bank/v1/small/main';

/** Monday, 5 January 2026, in Shanghai. */
const at = (hour: number, minute: number, second = 0): number => Date.UTC(2026, 0, 5, hour - 8, minute, second);

async function until(wall: number): Promise<void> {
  await stand.pass(wall - stand.clock.wall());
}

async function set(body: object): Promise<void> {
  const id = `app-${stand.clock.monotonic()}`;
  stand.broker.current.receive(`${TOPIC}/cmd/set-hall`, { id, replyTo: `${TOPIC}/res/app`, ...body });
  await stand.pass(seconds(1));
}

const face = () => stand.view<{ lamps: readonly string[]; line1: string; line2: string }>('panel1');
const hall = () => stand.retained().get('hall');

it('a branch without power at nine: people outside read when it opens, and it opens by one command', async () => {
  stand = await openStand({ config: smallBranchUnder([], HOURS, BY_CLOCK), start: at(8, 58) });
  await stand.start();
  await stand.pass(seconds(5));
  expect(face()).toMatchObject({ line1: 'NOT OPEN YET', line2: 'OPENS 09:00' });
  await set({ state: 'not-open-yet', until: '2026-01-05T09:20:00+08:00' });

  await until(at(9, 5));
  expect(face()).toMatchObject({ lamps: ['off', 'off', 'off', 'off'], line1: 'NOT OPEN YET', line2: 'OPENS 09:20' });
  const opens = '2026-01-05T01:20:00.000Z';
  expect(hall()).toMatchObject({ phase: 'not-open-yet', isByClock: false, next: null, opens });
  expect(stand.retained().get('queue/cash')).toMatchObject({
    isIssuing: false,
    whyNot: 'not-open-yet',
    opens,
    texts: { en: 'We are not open yet. We open at 09:20.', 'zh-CN': '尚未营业，09:20 开始营业' },
  });
  expect(stand.view('display2')).toMatchObject({ text: '' });
  await stand.act('panel1', 'press 1');
  await stand.pass(seconds(3));
  expect(stand.slips).toEqual([]);

  await set({ state: 'open' });
  await stand.pass(seconds(5));
  expect(face()).toMatchObject({ line1: 'WELCOME' });
  expect(hall()).toMatchObject({ phase: 'open', isByClock: true });
  expect(stand.view('display2')).toMatchObject({ text: '----' });
  await stand.act('panel1', 'press 1');
  await stand.pass(seconds(5));
  expect(stand.slips).toHaveLength(1);
});

it('a time that was told and has come leaves the screens by itself: nothing else happens in the branch', async () => {
  stand = await openStand({ config: smallBranchUnder([], HOURS, BY_CLOCK), start: at(8, 58) });
  await stand.start();
  await stand.pass(seconds(5));
  await set({ state: 'not-open-yet', until: '2026-01-05T09:20:00+08:00' });
  await until(at(9, 19, 58));
  expect(face()).toMatchObject({ line1: 'NOT OPEN YET', line2: 'OPENS 09:20' });
  await until(at(9, 20, 2));
  expect(face().line2).not.toContain('09:20');
  expect(face().line1).toBe('NOT OPEN YET');
  expect(hall()).toMatchObject({ phase: 'not-open-yet', opens: null });
  expect(stand.retained().get('queue/cash')).toMatchObject({ whyNot: 'not-open-yet', opens: null });
});
