import { expect, test } from 'vitest';
import { SOURCES_KEPT } from './rules.ts';
import { restore, snapshot } from './snapshot.ts';
import { and, ask, decideFrozen, given, happens, issued, opened, PLAIN } from './spec.ts';

const id = (key: string, source = 'kiosk-1') => ({ source, key });

function press(key: string, source?: string) {
  return ask(
    { type: 'issue', service: 'cash', segment: 'ordinary', language: 'en', handover: 'screen' },
    id(key, source),
  );
}

test('a resent press prints no second ticket and gets the first answer again', () => {
  const branch = given(...opened(), press('1'), issued('account'));
  branch.when(press('1')).thenRepeated({ kind: 'issued', ticket: 1, label: 'C001', ahead: 0 });
  expect(branch.state.lastTicket).toBe(2);
});

test('a resent press of before a restart gets the first answer again', () => {
  const { state, now, events } = given(...opened(), press('1'));
  const restarted = and({ state: restore(JSON.parse(JSON.stringify(snapshot(state)))), now, events });
  restarted.when(press('1')).thenRepeated({ kind: 'issued', ticket: 1, label: 'C001', ahead: 0 });
});

test('a refusal with an id is a fact, and is remembered even when the command would be right by now', () => {
  const next = ask({ type: 'call-next', counter: '1' }, id('7', 'pad-1'));
  const refusal = { code: 'counter-closed', counter: '1' } as const;
  const branch = given(...opened())
    .when(next)
    .thenRefused(refusal);
  const later = and(branch, ask({ type: 'open-counter', counter: '1', teller: null, profile: null }));
  later.when(next).thenRepeated({ kind: 'refused', refusal });
});

test('a refusal without an id leaves no trace', () => {
  given(...opened())
    .when(ask({ type: 'call-next', counter: '1' }))
    .thenRefused({ code: 'counter-closed', counter: '1' });
});

test('every event of a command carries its id, the last one its answer', () => {
  const branch = given(...opened(['1']), ask({ type: 'call-next', counter: '1' }));
  const command = press('9');
  branch.when(command).thenHappens(
    { kind: 'issued', ticket: 1, label: 'C001', ahead: 0 },
    happens({
      type: 'issued',
      ticket: 1,
      label: 'C001',
      number: 1,
      service: 'cash',
      segment: 'ordinary',
      language: 'en',
      handover: 'screen',
      ahead: 0,
    }),
    happens(
      { type: 'called', ticket: 1, label: 'C001', service: 'cash', waited: 0, how: 'request', ...PLAIN },
      '1',
      'request',
    ),
  );
});

test('each source has its own memory of its last eight answers', () => {
  const presses = Array.from({ length: 9 }, (_, index) => press(`${index}`));
  const branch = given(...opened(), press('0', 'kiosk-2'), ...presses);
  expect(decideFrozen(branch.state, press('0', 'kiosk-2'), branch.now).kind).toBe('repeated');
  expect(decideFrozen(branch.state, press('1'), branch.now).kind).toBe('repeated');
  expect(decideFrozen(branch.state, press('0'), branch.now).kind).toBe('decided');
});

test('of too many sources the one that was silent longest is forgotten, also across a restart', () => {
  const others = Array.from({ length: SOURCES_KEPT - 2 }, (_, index) => press('1', `tablet-${index}`));
  const full = given(...opened(), press('1', 'zebra'), press('1', 'aardvark'), ...others, press('2', 'zebra'));
  const restarted = restore(JSON.parse(JSON.stringify(snapshot(full.state))));
  const branch = and({ state: restarted, now: full.now, events: [] }, press('1', 'newcomer'));
  expect(decideFrozen(branch.state, press('1', 'zebra'), branch.now).kind).toBe('repeated');
  expect(decideFrozen(branch.state, press('1', 'aardvark'), branch.now).kind).toBe('decided');
});
