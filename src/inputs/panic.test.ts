import { beforeEach, describe, expect, it } from 'vitest';
import { seconds } from '../clock.ts';
import { fault, type PadStand, padStand } from './pad-stand.fake.ts';

let pad: PadStand;
beforeEach(() => {
  pad = padStand();
});

const panics = () => pad.branch.commands.filter(({ type }) => type === 'panic');

describe('a call for help', () => {
  it.each([
    ['the panic key', ['panic']],
    ['0, 0, 0, clear', ['0', '0', '0', 'clear']],
  ] as const)('by %s is told at once and written, and the pad goes on as it was', async (_what, keys) => {
    pad.call('A012');
    const before = pad.lines;
    await pad.type(...keys);
    expect(pad.calls).toEqual(['c1']);
    expect(panics()).toMatchObject([{ counter: 'c1', actor: { kind: 'keypad', device: 'pad1' } }]);
    expect(pad.lines).toEqual(before);
    expect(pad.acknowledged.length).toBe(keys.length);
  });

  it('is none when something else was typed and cleared', async () => {
    await pad.type('0', '0', 'clear', '0', '0', '0', '0', 'clear', '1', '0', '0', '0', 'clear');
    expect(panics()).toEqual([]);
  });

  it('waits for no press before it, not even one that waits for the disk', async () => {
    pad.held();
    pad.press('next');
    pad.press('panic');
    expect(pad.calls).toEqual(['c1']);
    await pad.clock.advance(0);
    expect(pad.branch.commands.map(({ type }) => type)).toEqual(['call-next', 'panic']);
  });

  it('is done however old it is: whoever pressed it cannot press again', async () => {
    pad.press('panic', { ageMs: seconds(20) });
    await pad.clock.advance(0);
    expect(panics().length).toBe(1);
  });

  it('is written as soon as the disk takes it, under the same name', async () => {
    pad.branch.reply = () => fault('journal/disk-full');
    await pad.type('panic');
    expect(pad.acknowledged.length).toBe(1);
    await pad.clock.advance(seconds(2));
    pad.branch.reply = () => ({ kind: 'done', label: null });
    await pad.clock.advance(seconds(60));
    expect(panics().map(({ id }) => id?.key)).toEqual(['N-1', 'N-1', 'N-1']);
    expect(pad.calls).toEqual(['c1']);
  });

  it('that the daemon does not take any more, because it stops, comes again at the next one', async () => {
    pad.branch.reply = () => fault('branch/stopping');
    await pad.type('panic');
    expect(pad.acknowledged).toEqual([]);
    await pad.clock.advance(seconds(60));
    expect(panics().length).toBe(1);
  });

  it('that the pad sends again while it is dealt with is one call', async () => {
    const release = pad.held();
    pad.press('panic', { id: 'N-7' });
    pad.press('panic', { id: 'N-7' });
    release({ kind: 'done', label: null });
    await pad.clock.advance(0);
    expect([pad.calls, panics().length, pad.acknowledged]).toEqual([['c1'], 1, ['N-7']]);
  });

  it('says so where the bank has no panic key', async () => {
    pad.branch.reply = () => ({ kind: 'refused', refusal: { code: 'no-panic-key' } });
    await pad.type('panic');
    expect(pad.lines.line2).toBe('NO SUCH KEY');
  });
});
