import { describe, expect, it } from 'vitest';
import { fakeClock } from '../../src/clock.fake.ts';
import type { LampState } from '../../src/devices/kinds.ts';
import { hear, SILENCE } from '../../src/devices/line-protocol/frame.ts';
import {
  acknowledge,
  askHello,
  askState,
  faceDigest,
  messageOf,
  showFace,
} from '../../src/devices/line-protocol/messages.ts';
import { type Request, UnitEar, unitFrame } from '../../src/devices/line-unit/ear.ts';
import { emulatePanel, type PanelView } from './emulator.ts';
import { buttonOf, panelFaces } from './protocol.ts';
import { settings } from './settings.ts';
import vectors from './vectors.json' with { type: 'json' };

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const FACE = panelFaces(['on', 'on', 'blink', 'on'], { line1: 'WELCOME', line2: 'PRESS A BUTTON' }).latin;

const emulated = (script: 'latin' | 'hanzi') => {
  const context = { clock: fakeClock(), send() {}, onChange() {} };
  return emulatePanel(settings.parse({ script }), context, () => '00C0FFEE');
};

describe('vectors of the panel', () => {
  it('are what lobbyd sends', () => {
    const sent = [askHello(1), askState(1), acknowledge(1, '00C0FFEE', 1), showFace(1, FACE)];
    expect(sent).toEqual(vectors.requests.map(({ text }) => bytes(text)));
  });

  it('are understood by the panel', () => {
    for (const { text, letter, rest } of vectors.requests) {
      const ear = new UnitEar(vectors.address);
      const found = [...bytes(text)].reduce<Request | null>((request, byte) => ear.take(byte) ?? request, null);
      expect(found).toEqual({ letter, rest });
    }
  });

  it('are what the panel answers', () => {
    for (const { text, letter, rest } of vectors.answers) expect(unitFrame(vectors.address, letter, rest)).toBe(text);
  });

  it('are understood by lobbyd', () => {
    const messages = vectors.answers.map(({ text }) => hear(SILENCE, bytes(text)).frames.map(messageOf));
    const state = { isKeyHeld: false, digest: faceDigest(FACE) };
    expect(messages).toEqual([
      [{ kind: 'hello', unit: 'P', version: '1', nonce: '00C0FFEE', firmware: 'PNL-1.0' }],
      [{ kind: 'state', state: { isKeyHeld: false, digest: faceDigest(' '.repeat(64)) }, press: null }],
      [{ kind: 'state', state, press: { nonce: '00C0FFEE', sequence: 1, key: '12', ageMs: 0 } }],
      [{ kind: 'hello', unit: 'P', version: '2', nonce: '00C0FFEE', firmware: 'PNL-2.0' }],
    ]);
  });

  it.each(vectors.hanzi)('are what lobbyd sends in Hanzi, and what a panel shows of it: $what', (vector) => {
    const lamps = vector.lamps as LampState[];
    const sent = showFace(vectors.address, panelFaces(lamps, vector).hanzi);
    expect(Buffer.from(sent).toString('hex').toUpperCase()).toBe(vector.hex);
    const panel = emulated('hanzi');
    panel.receive(sent);
    const view = panel.view() as PanelView;
    panel.close();
    expect([view.line1, view.line2]).toEqual(vector.seen);
    expect(view.lamps.slice(0, lamps.length)).toEqual(lamps);
  });

  it.each(vectors.hanzi)('are nothing to a panel without Hanzi: $what', ({ hex }) => {
    const panel = emulated('latin');
    panel.receive(Buffer.from(hex, 'hex'));
    const view = panel.view() as PanelView;
    panel.close();
    expect(view).toMatchObject({ isOnline: false, line1: 'OUT OF SERVICE' });
  });

  it('count buttons from one up to what the panel has', () => {
    expect(['00', '01', '08', '09', 'xx'].map((key) => buttonOf(key, 8))).toEqual([null, 1, 8, null, null]);
  });
});
