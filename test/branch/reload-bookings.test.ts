import { afterEach, expect, it } from 'vitest';
import { seconds } from '../../src/clock.ts';
import type { Edit } from '../../src/config/spec.ts';
import { keptLog } from '../../src/devices/spec.ts';
import { smallBranch } from './branches.ts';
import { expectReplaysEqual, verdict } from './evidence.ts';
import { openStand, type Stand } from './stand.ts';

let stand: Stand;
afterEach(async () => {
  await expectReplaysEqual(stand);
  await stand.stop();
  expect(await verdict(stand)).toEqual([]);
  await stand.close();
});

/** The branch opens no accounts any more. */
const NO_ACCOUNTS: readonly Edit[] = [
  ['optsOut: [wealth]', 'optsOut: [wealth, account]'],
  ['services: [cash, account], profile', 'services: [cash], profile'],
  ['      - { button: 2, service: account, segment: ordinary, language: en }\n', ''],
];

async function asked(command: 'book' | 'check-in', body: object): Promise<unknown> {
  const before = stand.broker.sentTo('/res/').length;
  const head = { id: `app-${before}`, replyTo: 'bank/v1/small/main/res/app' };
  stand.broker.current.receive(`bank/v1/small/main/cmd/${command}`, { ...head, ...body });
  await stand.pass(seconds(4));
  return JSON.parse(stand.broker.sentTo('/res/')[before]?.payload ?? 'null')?.result;
}

it('a reload that drops a booked service names the bookings; who comes is sent to staff, who choose another one', async () => {
  const kept = keptLog();
  stand = await openStand({ config: smallBranch(), log: kept.log });
  await stand.start();
  await stand.pass(seconds(3));
  const time = new Date(stand.clock.wall() + seconds(300)).toISOString();
  expect(await asked('book', { reference: 'R-17', service: 'account', time })).toMatchObject({ kind: 'done' });

  let end: Awaited<ReturnType<Stand['daemon']['reload']>> | null = null;
  void stand.daemon.reload(smallBranch(...NO_ACCOUNTS)).then((how) => {
    end = how;
  });
  for (let turn = 0; end === null && turn < 2_000; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    await stand.clock.advance(turn < 50 ? 0 : 10);
  }
  expect(end).toMatchObject({ kind: 'applied' });
  await stand.pass(seconds(2));
  const stranded = (await stand.events()).filter(({ type }) => type === 'bookings-stranded');
  expect(stranded).toMatchObject([{ service: 'account', references: ['R-17'], rule: 'rules' }]);
  const warned = kept.lines.filter(({ fields }) => 'code' in fields && fields.code === 'branch/bookings-stranded');
  expect(warned).toHaveLength(1);
  expect(stand.retained().get('appointments')).toMatchObject({ next: [{ reference: 'R-17', isServiceGone: true }] });

  const here = { reference: 'R-17', handover: 'screen' };
  expect(await asked('check-in', { ...here, language: 'en' })).toMatchObject({
    kind: 'refused',
    code: 'appointment-service-gone',
    about: { reference: 'R-17', service: 'account' },
    text: 'This branch does not do the service that you booked any more. Please ask our staff: your appointment still stands.',
  });
  expect(await asked('check-in', { ...here, language: 'zh-CN' })).toMatchObject({
    text: '您预约的业务本网点已不办理，请咨询工作人员，预约仍然有效',
  });
  expect(await asked('check-in', { ...here, service: 'cash' })).toMatchObject({ kind: 'issued', label: 'A001' });
  expect(stand.retained().get('appointments')).toMatchObject({ count: 0 });
});
