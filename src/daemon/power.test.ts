import { describe, expect, it } from 'vitest';
import type { ButtonPanel, Press } from '../devices/kinds.ts';
import { keptLog } from '../devices/spec.ts';
import type { Received } from '../mqtt/connection.ts';
import { isLow, openPower } from './power.ts';

const TOPIC = { kind: 'topic', topic: 'ups/status', low: 'OB LB', downFor: 1 } as const;
const message = (text: string, isRetained = false): Received => ({
  topic: 'ups/status',
  payload: Buffer.from(text),
  isRetained,
  responseTopic: null,
  correlation: null,
});

describe('the words of a UPS', () => {
  it.each([
    ['OB LB', true],
    ['ob discharging lb', true],
    ['{"ups.status":"OB DISCHRG LB"}', true],
    ['OB', false],
    ['OL CHRG', false],
    ['OBLB', false],
    ['', false],
  ])('"%s" says that the battery is nearly empty: %s', (text, is) => {
    expect(isLow(text, 'OB LB')).toBe(is);
  });

  it('that nobody gave are in no message', () => {
    expect(isLow('anything', '--')).toBe(false);
  });
});

describe('the signal of the UPS', () => {
  it('by MQTT is obeyed when it comes, not when it was left at the broker', async () => {
    const { log, lines } = keptLog();
    const power = openPower(TOPIC, log);
    let said: string | null = null;
    void power.low.then((by) => {
      said = by;
    });
    power.listen?.onMessage(message('OB LB', true));
    power.listen?.onMessage(message('OL'));
    await Promise.resolve();
    expect(said).toBeNull();
    expect(lines.map(({ level }) => level)).toEqual(['warn']);
    power.listen?.onMessage(message('OB LB'));
    await Promise.resolve();
    expect(said).toBe('MQTT ups/status: OB LB');
  });

  it('by a contact is the press of its button, from now on', async () => {
    const { log } = keptLog();
    const power = openPower({ kind: 'panel', panel: 'panel2', button: 2, downFor: 1 }, log);
    let listener: (press: Press<number>) => void = () => {};
    const panel: ButtonPanel = {
      onPress(to) {
        listener = to;
      },
      showLamps() {},
      showText() {},
    };
    power.watch((device) => (device === 'panel2' ? panel : undefined));
    let acknowledged = 0;
    let said: string | null = null;
    void power.low.then((by) => {
      said = by;
    });
    const press = (key: number, ageMs: number): void =>
      listener({
        key,
        id: `${key} ${ageMs}`,
        ageMs,
        acknowledge() {
          acknowledged += 1;
        },
      });
    press(1, 0);
    press(2, 60_000);
    await Promise.resolve();
    expect([said, acknowledged]).toEqual([null, 2]);
    press(2, 100);
    await Promise.resolve();
    expect([said, acknowledged]).toEqual(['panel2, contact 2', 3]);
  });

  it('that nobody gives never comes', () => {
    const power = openPower(null, keptLog().log);
    expect(power.listen).toBeNull();
    power.watch(() => JSON.parse('{'));
  });
});
