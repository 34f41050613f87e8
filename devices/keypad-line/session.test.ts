import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faceDigest, type UnitMessage, type WirePress } from '../../src/devices/line-protocol/messages.ts';
import { padFace } from './protocol.ts';
import { asks, type Input, isUrgent, next, type Session, START } from './session.ts';

const FACE = padFace({ line1: 'OPEN', line2: '3 WAITING' });
const HELLO: UnitMessage = { kind: 'hello', unit: 'K', version: '1', nonce: 'AAAAAAAA', firmware: 'PAD' };
const press = (sequence: number, nonce = 'AAAAAAAA'): WirePress => ({ nonce, sequence, key: 'N', ageMs: 0 });
const state = (news: WirePress | null = null, digest = '0000'): UnitMessage => ({
  kind: 'state',
  state: { isKeyHeld: false, digest },
  press: news,
});
const said = (message: UnitMessage): Input => ({ kind: 'message', message, isListening: true });

function sessionAfter(...inputs: readonly Input[]): Session {
  return inputs.reduce<Session>((session, input) => next(Object.freeze(session), input).session, START);
}

describe('the session of a keypad', () => {
  const known: readonly Input[] = [{ kind: 'asked' }, said(HELLO)];

  it('asks who is there until a keypad of this protocol answers', () => {
    expect(asks(START)).toBe('hello');
    expect(asks(sessionAfter(...known))).toBe('poll');
    for (const stranger of [
      { ...HELLO, unit: 'P' },
      { ...HELLO, version: '3' },
    ]) {
      const strange = sessionAfter(said(stranger));
      expect([strange.phase, asks(strange), isUrgent(strange)]).toEqual(['strange', 'hello', false]);
    }
  });

  it('acknowledges and paints in one frame where the pad can', () => {
    const busy = sessionAfter(said({ ...HELLO, version: '2' }), { kind: 'face', face: FACE }, said(state(press(1))), {
      kind: 'dealt',
      press: press(1),
    });
    expect([asks(busy), isUrgent(busy)]).toEqual(['acknowledge-and-show', true]);
    const shown = next(next(busy, { kind: 'asked' }).session, said(state(press(2), faceDigest(FACE))));
    expect([shown.press, asks(shown.session)]).toEqual([press(2), 'poll']);
    const same = next(shown.session, { kind: 'dealt', press: press(2) }).session;
    expect(asks(same)).toBe('acknowledge');
  });

  it('keeps a face back while a press is being answered: it goes out with the answer, or in the slot that comes by itself', () => {
    const inHand = sessionAfter(...known, said(state(press(1))), { kind: 'face', face: FACE });
    expect([asks(inHand), isUrgent(inHand)]).toEqual(['show', false]);
    const answered = next(inHand, { kind: 'dealt', press: press(1) }).session;
    expect([asks(answered), isUrgent(answered)]).toEqual(['acknowledge', true]);
  });

  it('acknowledges before it paints, and paints before it polls, with a pad of version 1', () => {
    const busy = sessionAfter(...known, { kind: 'face', face: FACE }, said(state(press(1))), {
      kind: 'dealt',
      press: press(1),
    });
    expect([asks(busy), isUrgent(busy)]).toEqual(['acknowledge', true]);
    const told = next(busy, said(state())).session;
    expect([asks(told), isUrgent(told)]).toEqual(['show', true]);
  });

  it('that could not show a face tries it at once when the pad is met anew: it may be another pad', () => {
    const vain: readonly Input[] = [{ kind: 'asked' }, said(state(null, 'FFFF'))];
    const given = sessionAfter(...known, { kind: 'face', face: FACE }, ...vain, ...vain, ...vain, { kind: 'asked' });
    expect(asks(given)).toBe('poll');
    const met = [{ kind: 'reset' }, { kind: 'asked' }, said(HELLO)] as const;
    expect(asks(met.reduce((session, input) => next(session, input).session, given))).toBe('show');
  });

  it('acknowledges again when the pad sends again what was dealt with', () => {
    const dealt = sessionAfter(...known, said(state(press(1))), { kind: 'dealt', press: press(1) });
    const again = next(dealt, said(state(press(1))));
    expect([again.press, again.late]).toEqual([null, null]);
    expect(asks(again.session)).toBe('acknowledge');
  });

  it('tells of the press of a restarted pad that has the very name of the last one, and acknowledges it', () => {
    const dealt = sessionAfter(...known, said(state(press(1))), { kind: 'dealt', press: press(1) }, said(state()));
    expect(asks(dealt)).toBe('poll');
    const late = next(dealt, said(state(press(1))));
    expect([late.press, late.late]).toEqual([null, press(1)]);
    expect(asks(late.session)).toBe('acknowledge');
  });

  it('asks only short questions after silence or noise, and nothing is urgent then', () => {
    for (const kind of ['silence', 'noise'] as const) {
      const shaky = sessionAfter(...known, { kind: 'face', face: FACE }, { kind: 'asked' }, { kind });
      expect([asks(shaky), isUrgent(shaky)]).toEqual(['poll', false]);
      expect(isUrgent(next(shaky, said(state())).session)).toBe(true);
    }
  });

  it('gives up a face that the pad does not take over, and tries it again once in 64 slots', () => {
    let session = sessionAfter(...known, { kind: 'face', face: FACE });
    let shows = 0;
    for (let slot = 0; slot < 200; slot += 1) {
      if (asks(session) === 'show') shows += 1;
      session = next(next(session, { kind: 'asked' }).session, said(state())).session;
    }
    expect(shows).toBe(3 + 3);
    expect(asks(next(session, { kind: 'face', face: padFace({ line1: 'NEW', line2: '' }) }).session)).toBe('show');
  });

  it('stays the very value that it was while a pad has nothing to say, so that nobody need look again', () => {
    const shown = sessionAfter(
      ...known,
      { kind: 'face', face: FACE },
      { kind: 'asked' },
      said(state(null, faceDigest(FACE))),
    );
    const asked = next(shown, { kind: 'asked' }).session;
    const calm = next(asked, said(state(null, faceDigest(FACE)))).session;
    expect(next(calm, { kind: 'asked' }).session).toBe(calm);
    expect(next(calm, said(state(null, faceDigest(FACE)))).session).toBe(calm);
    expect(next(calm, said(state(press(1), faceDigest(FACE)))).session).not.toBe(calm);
  });

  it('gives the same answer to the same input twice', () => {
    const input: fc.Arbitrary<Input> = fc.oneof(
      fc.constantFrom<Input>({ kind: 'reset' }, { kind: 'asked' }, { kind: 'silence' }, { kind: 'noise' }),
      fc.constantFrom(HELLO, state(), state(press(1)), state(press(2)), state(press(1, 'BBBBBBBB'))).map(said),
      fc.nat({ max: 3 }).map((sequence): Input => ({ kind: 'dealt', press: press(sequence) })),
      fc.constant<Input>({ kind: 'face', face: FACE }),
    );
    fc.assert(
      fc.property(fc.array(input, { maxLength: 30 }), input, (before, last) => {
        const session = sessionAfter(...before);
        expect(next(session, last)).toEqual(next(session, last));
      }),
    );
  });
});
