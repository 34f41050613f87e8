import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ButtonChange, Standing } from '../../src/devices/wire/gpio.ts';
import { buttonChanged, type Session, startSession, stuckButtons } from './session.ts';

const TIMING = { lockOut: 50, heldAfter: 10_000 };

/** When presses came, given the changes of one button: `[[0, 'down'], [3, 'up']]`. */
function presses(changes: readonly (readonly [at: number, change: ButtonChange])[], standing: Standing = 'up') {
  let session: Session = startSession([standing], -1_000);
  const at: number[] = [];
  for (const [time, change] of changes) {
    const step = buttonChanged(session, 0, change, time, TIMING);
    session = step.session;
    if (step.isPress) at.push(time);
  }
  return { at, session };
}

describe('a button', () => {
  it('is pressed at its first edge, not after quiet', () => {
    expect(presses([[7, 'down']]).at).toEqual([7]);
  });

  it('whose contacts bounce, going down and coming up, is pressed once', () => {
    const down = [
      [0, 'down'],
      [1, 'up'],
      [2, 'down'],
      [4, 'up'],
      [5, 'down'],
    ] as const;
    const up = [
      [300, 'up'],
      [301, 'down'],
      [303, 'up'],
      [340, 'down'],
      [341, 'up'],
    ] as const;
    expect(presses([...down, ...up]).at).toEqual([0]);
  });

  it('is pressed however short the press was, also when it was over before it could be read', () => {
    expect(
      presses([
        [0, 'down'],
        [1, 'up'],
        [100, 'down'],
        [101, 'up'],
      ]).at,
    ).toEqual([0, 100]);
    expect(
      presses([
        [0, 'up'],
        [100, 'up'],
      ]).at,
    ).toEqual([0, 100]);
  });

  it('that is let go of and pressed again is pressed again', () => {
    expect(
      presses([
        [0, 'down'],
        [200, 'up'],
        [260, 'down'],
        [400, 'up'],
      ]).at,
    ).toEqual([0, 260]);
  });

  it('that is told to be down once more was not let go of, and is not pressed anew', () => {
    expect(
      presses([
        [0, 'down'],
        [200, 'down'],
        [400, 'up'],
        [500, 'down'],
      ]).at,
    ).toEqual([0, 500]);
  });

  it('that was down when lobbyd came was not pressed for it, and is the next time', () => {
    expect(
      presses(
        [
          [0, 'up'],
          [100, 'down'],
        ],
        'down',
      ).at,
    ).toEqual([100]);
  });

  it('of which nothing is known is pressed when it goes down, and not when it comes up', () => {
    expect(
      presses(
        [
          [0, 'up'],
          [100, 'down'],
        ],
        'unknown',
      ).at,
    ).toEqual([100]);
    expect(presses([[0, 'down']], 'unknown').at).toEqual([0]);
  });

  it('gives no ticket for what the kernel dropped', () => {
    expect(
      presses([
        [0, 'down'],
        [500, 'lost'],
        [600, 'up'],
        [700, 'down'],
      ]).at,
    ).toEqual([0, 700]);
  });

  it('is stuck after its time, and no more when it comes up or nothing is known of it', () => {
    const { session } = presses([[0, 'down']]);
    expect(stuckButtons(session, 9_999, TIMING)).toEqual([]);
    expect(stuckButtons(session, 10_000, TIMING)).toEqual([1]);
    for (const change of ['up', 'lost'] as const) {
      expect(stuckButtons(buttonChanged(session, 0, change, 20_000, TIMING).session, 40_000, TIMING)).toEqual([]);
    }
    expect(stuckButtons(presses([], 'down').session, 9_000, TIMING)).toEqual([1]);
    // Told once more that it is down, it has been down all along.
    const again = presses([
      [0, 'down'],
      [6_000, 'down'],
    ]);
    expect(stuckButtons(again.session, 10_000, TIMING)).toEqual([1]);
  });

  it('is never pressed twice within its lock-out, whatever its contacts do', () => {
    const change = fc.tuple(fc.nat({ max: 40 }), fc.constantFrom<ButtonChange>('down', 'up', 'lost'));
    fc.assert(
      fc.property(fc.array(change), fc.constantFrom<Standing>('down', 'up', 'unknown'), (steps, standing) => {
        let time = 0;
        const { at } = presses(
          steps.map(([pause, each]) => {
            time += pause;
            return [time, each] as const;
          }),
          standing,
        );
        for (const [index, press] of at.entries())
          if (index > 0) expect(press - at[index - 1]!).toBeGreaterThanOrEqual(50);
      }),
    );
  });
});
