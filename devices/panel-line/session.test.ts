import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unitFrame } from '../../src/devices/line-unit/ear.ts';
import { panelFaces } from './protocol.ts';
import { type Effect, type Input, next, type Session, startSession } from './session.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const HELLO = unitFrame(1, 'H', 'P1AAAAAAAAPNL-1.0 ');
const press = (sequence: number): string => unitFrame(1, 'B', `00000AAAAAAAA000${sequence}0003`);
const state = (digest: string): string => unitFrame(1, 'N', `0${digest}`);
const FACES = panelFaces(['on'], { line1: 'WELCOME', line2: '' });

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) frozen(part);
  }
  return value;
}

function sessionAfter(inputs: readonly Input[]): { readonly session: Session; readonly effects: readonly Effect[] } {
  return inputs.reduce<{ session: Session; effects: readonly Effect[] }>(
    ({ session }, input) => next(frozen(session), input),
    { session: startSession(1), effects: [] },
  );
}

const said = (text: string, at = 10): Input => ({ kind: 'bytes', at, bytes: bytes(text), isListening: true });
const sent = (effects: readonly Effect[]): string[] =>
  effects.flatMap((effect) => (effect.kind === 'send' ? [new TextDecoder().decode(effect.bytes)] : []));

describe('the session of a panel', () => {
  const begun: Input = { kind: 'begin', at: 0 };

  it('asks who is there, then paints at once', () => {
    expect(sent(sessionAfter([begun]).effects)).toEqual(['>01Q*B3A6\n']);
    const met = sessionAfter([begun, { kind: 'face', at: 1, faces: FACES }, said(HELLO)]);
    expect(met.effects[0]).toEqual({ kind: 'identified', detail: 'PNL-1.0, boot AAAAAAAA' });
    expect(sent(met.effects)[0]).toMatch(/^>01W1000/);
  });

  it('takes no press before the panel said who it is', () => {
    expect(sessionAfter([begun, said(press(1))]).effects).toEqual([]);
  });

  it('takes no press while nobody listens', () => {
    const deaf: Input = { kind: 'bytes', at: 20, bytes: bytes(press(1)), isListening: false };
    expect(sessionAfter([begun, said(HELLO), deaf]).effects).toEqual([]);
  });

  it('acknowledges a press before it paints, and asks one thing at a time', () => {
    const inHand = sessionAfter([begun, said(HELLO), said(press(1), 20)]);
    expect(inHand.effects).toMatchObject([{ kind: 'press', press: { sequence: 1, key: '03' } }]);
    const painting = next(inHand.session, { kind: 'face', at: 30, faces: FACES });
    expect(sent(painting.effects)[0]).toMatch(/^>01W/);
    const dealt = next(painting.session, { kind: 'dealt', at: 31, press: { nonce: 'AAAAAAAA', sequence: 1 } });
    expect(dealt.effects).toEqual([]);
    expect(sent(next(dealt.session, said(press(1), 40)).effects)[0]).toMatch(/^>01AAAAAAAAA0001/);
  });

  it('acknowledges a press of a panel whose nonce does not change, so that it does not hang on to it for ever', () => {
    const dealt: Input = { kind: 'dealt', at: 30, press: { nonce: 'AAAAAAAA', sequence: 5 } };
    const late = sessionAfter([
      begun,
      said(HELLO),
      said(press(5), 20),
      dealt,
      said(state('0000'), 40),
      said(press(1), 50),
    ]);
    expect(late.effects[0]).toMatchObject({ kind: 'late', press: { sequence: 1 } });
    expect(sent(late.effects)[0]).toMatch(/^>01AAAAAAAAA0001/);
  });

  it('tells of the press of a restarted panel that has the very name of the last one', () => {
    const dealt: Input = { kind: 'dealt', at: 30, press: { nonce: 'AAAAAAAA', sequence: 1 } };
    const known = [begun, said(HELLO), said(press(1), 20), dealt];
    expect(sessionAfter([...known, said(press(1), 40)]).effects).not.toContainEqual(
      expect.objectContaining({ kind: 'late' }),
    );
    const late = sessionAfter([...known, said(state('0000'), 40), said(press(1), 50)]);
    expect(late.effects[0]).toMatchObject({ kind: 'late', press: { sequence: 1 } });
  });

  it('stops painting a face that the panel does not take over, and tries again every ten seconds', () => {
    let { session } = sessionAfter([begun, said(HELLO), { kind: 'face', at: 11, faces: FACES }]);
    const times: number[] = [];
    for (let at = 250; at < 25_000; at += 250) {
      const ticked = next(session, { kind: 'tick', at });
      if (sent(ticked.effects).some((text) => text.startsWith('>01W'))) times.push(at);
      session = next(ticked.session, said(state('0000'), at + 10)).session;
    }
    expect(times.filter((at) => at > 3_000)).toEqual([10_000, 20_000]);
  });

  it('asks nothing and takes nothing once the wire is given up', () => {
    const gone = sessionAfter([begun, { kind: 'tick', at: 3_000 }]);
    expect(gone.effects).toEqual([{ kind: 'lost', reason: 'no answer from the panel for 3 s' }]);
    for (const input of [said(HELLO), said(press(1)), { kind: 'tick', at: 9_000 } as const]) {
      expect(next(gone.session, input)).toEqual({ session: gone.session, effects: [] });
    }
  });

  it('gives the same answer to the same input twice, and changes nothing of what it was given', () => {
    const input: fc.Arbitrary<Input> = fc.oneof(
      fc.constant<Input>(begun),
      fc.constant<Input>({ kind: 'end' }),
      fc.nat({ max: 20_000 }).map((at): Input => ({ kind: 'tick', at })),
      fc.constant<Input>({ kind: 'face', at: 5, faces: FACES }),
      fc.nat({ max: 3 }).map((sequence): Input => ({ kind: 'dealt', at: 5, press: { nonce: 'AAAAAAAA', sequence } })),
      fc.constantFrom(HELLO, press(1), press(2), state('1234'), '<01', 'x\n').map((text) => said(text)),
    );
    fc.assert(
      fc.property(fc.array(input, { maxLength: 30 }), input, (before, last) => {
        const session = frozen(sessionAfter(before).session);
        expect(next(session, last)).toEqual(next(session, last));
      }),
    );
  });
});
