import { describe, expect, it } from 'vitest';
import { START } from '../../test/broker/fake-branch.ts';
import { PREFIX, scripted } from '../../test/broker/stand.ts';
import { seconds } from '../clock.ts';
import { COMMAND_NAMES } from '../commands/schema.ts';
import { commandAnswer } from '../mqtt/schema/commands.ts';
import { type HttpStand, openHttpStand } from './stand.fake.ts';

/** What a client learns of a command, whatever it was told by. */
type Learnt = object;

/** Gives commands one after another over MQTT. */
async function overMqtt(commands: readonly Given[], prepare: Prepare): Promise<readonly Learnt[]> {
  const rig = await scripted();
  await prepare(rig.fake);
  // Events are acknowledged in turns to come: only those can be replayed.
  await rig.clock.advance(seconds(1));
  for (const [index, [name, body]] of commands.entries()) {
    const message = { id: `key-000${index}`, replyTo: `${PREFIX}/res/tablet`, ...body };
    rig.broker.current.receive(`${PREFIX}/cmd/${name}`, message);
    await rig.clock.advance(0);
  }
  return rig.broker.sentTo('/res/').map(({ payload }) => {
    const answer = commandAnswer.parse(JSON.parse(payload));
    return 'result' in answer ? answer.result : answer.problem;
  });
}

/** Gives the same over HTTP. */
async function overHttp(commands: readonly Given[], prepare: Prepare): Promise<readonly Learnt[]> {
  const stand = await openHttpStand();
  await prepare(stand.fake);
  const learnt: Learnt[] = [];
  for (const [index, [name, body]] of commands.entries()) {
    const { json, status } = await stand.give(name, `key-000${index}`, body);
    const { result, code, about, detail: what, expected } = json;
    if (result) learnt.push(result);
    else learnt.push(about && status === 409 ? { kind: 'refused', code, about } : { code, what, expected });
  }
  return learnt;
}

type Given = readonly [name: string, body: object];
type Prepare = (fake: HttpStand['fake']) => Promise<void>;

const nothing: Prepare = async () => {};
const fiveTickets: Prepare = async (fake) => {
  for (let count = 0; count < 5; count += 1) await fake.issue();
};
const later: Prepare = async (fake) => fake.setNow(START + 1);

const CASES: readonly (readonly [string, readonly Given[], Prepare])[] = [
  ['a ticket', [['issue', { service: 'cash', segment: 'gold', language: 'en', handover: 'paper' }]], nothing],
  ['a call', [['call-next', { counter: 'w1' }]], fiveTickets],
  ['a call with nobody to call', [['call-next', { counter: 'w1' }]], nothing],
  ['a recall that is refused', [['recall', { counter: 'w2' }]], nothing],
  ['a counter that opens', [['open-counter', { counter: 'w1', teller: 't7', profile: 'simple-first' }]], nothing],
  [
    'a counter that pauses and closes',
    [
      ['pause-counter', { counter: 'w1' }],
      ['close-counter', { counter: 'w1' }],
    ],
    nothing,
  ],
  [
    'a certain ticket, which is parked and sent back',
    [
      ['call-ticket', { counter: 'w1', label: 'A003' }],
      ['park', { counter: 'w1', pool: 'branch', minutes: 5 }],
      ['unpark', { label: 'A003' }],
    ],
    fiveTickets,
  ],
  [
    'a customer who comes late',
    [
      ['return-late', { label: 'A003', counter: 'w1' }],
      ['return-late', { label: 'A009' }],
    ],
    fiveTickets,
  ],
  [
    'an alert',
    [
      ['panic', { counter: 'w1' }],
      ['acknowledge-alert', { alert: 'a1', person: 'lm-2' }],
    ],
    fiveTickets,
  ],
  [
    'an appointment',
    [
      ['book', { reference: 'R-1', service: 'cash', segment: 'gold', time: '2026-01-05T10:00:00+08:00' }],
      ['check-in', { reference: 'R-1', language: 'en', handover: 'paper' }],
      ['cancel-appointment', { reference: 'R-1' }],
      ['book', { reference: 'R-2', service: 'cash', time: '10:00' }],
    ],
    nothing,
  ],
  [
    'a visit of several services, sent on, referred and handed on',
    [
      ['issue', { service: 'wealth', services: ['wealth', 'cash'] }],
      ['add-service', { label: 'A003', service: 'wealth' }],
      ['drop-service', { label: 'A003', service: 'wealth', counter: 'w1' }],
      ['mark-papers', { label: 'A003', ready: true }],
      ['mark-papers', { label: 'A003', ready: null, counter: 'w1' }],
      ['mark-bulk', { label: 'A003', size: 30 }],
      ['mark-bulk', { label: 'A003', size: null, counter: 'w1' }],
      ['set-needs', { label: 'A003', needs: ['flash', 'pager'], pager: '12' }],
      ['transfer', { counter: 'w1', service: 'wealth', place: 'last', minutes: 5 }],
      ['transfer', { counter: 'w1', toCounter: 'w2' }],
      ['refer', { counter: 'w1', reason: 'large-deposit', toTeller: 'li' }],
      ['handoff', { counter: 'w1' }],
      ['take-over', { counter: 'w1', from: 'w2' }],
      ['finish', { counter: 'w1', whole: true }],
    ],
    fiveTickets,
  ],
  [
    'a customer who is somebody else than was thought',
    [
      ['rate', { label: 'A001', score: 5 }],
      ['change-segment', { label: 'A001', segment: 'gold', reason: 'potential-vip' }],
      ['change-segment', { label: 'A001', segment: 'gold' }],
    ],
    nothing,
  ],
  [
    'a lost slip, and a printer that the branch does not have',
    [
      ['reprint', { label: 'A003' }],
      ['reprint', { label: 'A003', kiosk: 'kiosk-2' }],
      ['test-print', { printer: 'printer-9' }],
    ],
    fiveTickets,
  ],
  [
    'an evacuated hall',
    [
      ['set-hall', { state: 'evacuation' }],
      ['set-hall', { state: 'flood' }],
      ['set-hall', { state: 'open' }],
    ],
    nothing,
  ],
  [
    'a machine in place of a number',
    [
      ['take-machine', { service: 'cash', machine: 'machine1' }],
      ['take-machine', { service: 'cash' }],
    ],
    nothing,
  ],
  ['a profile that is given back', [['switch-profile', { counter: 'w1' }]], nothing],
  ['a watermark', [['ack', { upTo: 4, epoch: 'e1' }]], fiveTickets],
  ['a watermark beyond the end', [['ack', { upTo: 9, epoch: 'e1' }]], fiveTickets],
  ['a watermark of another journal', [['ack', { upTo: 1, epoch: 'before' }]], fiveTickets],
  ['a replay', [['replay', { from: 2 }]], fiveTickets],
  ['a command that is late', [['issue', { service: 'cash', expiresAt: '2026-01-05T09:00:00+08:00' }]], later],
  ['a field that is missing', [['call-next', {}]], nothing],
  ['a field that is misspelt', [['issue', { service: 'cash', segmnet: 'gold' }]], nothing],
  ['a field that is wrong', [['issue', { service: 'c a s h' }]], nothing],
];

describe('the same command over MQTT and over HTTP', () => {
  it.each(CASES)('is answered alike: %s', async (_what, commands, prepare) => {
    const [mqtt, http] = [await overMqtt(commands, prepare), await overHttp(commands, prepare)];
    expect(mqtt).toHaveLength(commands.length);
    expect(http).toEqual(mqtt);
  });

  it('is every command that there is', () => {
    const tried = new Set(CASES.flatMap(([, commands]) => commands.map(([name]) => name)));
    expect(COMMAND_NAMES.filter((name) => !tried.has(name))).toEqual([]);
  });
});
