import { describe, expect, it } from 'vitest';
import { explained } from './gpio-faults.ts';
import { pinsLife } from './gpio-life.ts';

function stand() {
  const told: string[] = [];
  const ways = { releases: 0, isBroken: false };
  const life = pinsLife(
    {
      name: 'pins',
      setLamp(lamp, isLit) {
        if (ways.isBroken) throw explained(null, '/sys/x', 'lamp 1 cannot be set', 'mend it');
        told.push(`lamp ${lamp} ${isLit}`);
      },
      release() {
        ways.releases += 1;
      },
    },
    {
      onButton: (button, change) => void told.push(`button ${button} ${change}`),
      onClosed: (reason) => void told.push(reason.kind),
    },
  );
  return { told, ways, life };
}

describe('one life of pins', () => {
  it('tells nobody of a button that moves once it is over, nor lights a lamp', async () => {
    const { told, life } = stand();
    life.changed(0, 'down');
    const closed = life.pins.close();
    // The backend may have read one more edge before it let go.
    life.changed(0, 'up');
    life.pins.setLamp(0, true);
    await closed;
    life.changed(0, 'down');
    expect(told).toEqual(['button 0 down', 'ours']);
  });

  it('ends once, by whatever comes first, and lets go once', async () => {
    const { told, ways, life } = stand();
    ways.isBroken = true;
    life.pins.setLamp(0, true);
    life.broken('gone as well');
    await life.pins.close();
    expect([told, ways.releases]).toEqual([['pulled'], 1]);
  });
});
