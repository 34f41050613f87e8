import { describe, expect, it } from 'vitest';
import { fakeClock } from '../clock.fake.ts';
import { minutes, seconds } from '../clock.ts';
import type { UpsConfig } from '../config/config.ts';
import type { ButtonPanel, DeviceHealth, Press } from '../devices/kinds.ts';
import { keptLog } from '../devices/spec.ts';
import type { Received } from '../mqtt/connection.ts';
import { openPower } from './power.ts';

const TOPIC = { kind: 'topic', topic: 'ups/status', low: 'OB LB', downFor: 1 } as const;
const message = (text: string, isRetained = false): Received => ({
  topic: 'ups/status',
  payload: Buffer.from(text),
  isRetained,
  responseTopic: null,
  correlation: null,
});

const CONTACT = { kind: 'panel', panel: 'panel2', button: 2, downFor: 1 } as const;

/** A UPS and whoever waits for its signal; `said` is who gave it. */
function stand(ups: UpsConfig | null, isBack = false) {
  const { log, lines } = keptLog();
  const clock = fakeClock();
  const power = openPower({ ups, clock, log, isBack });
  const word = { said: null as string | null };
  void power.low.then((by) => {
    word.said = by;
  });
  const said = async () => {
    await clock.advance(0);
    return word.said;
  };
  const warned = () => lines.filter(({ level }) => level === 'warn').map(({ fields }) => fields);
  return { clock, power, said, lines, warned };
}

describe('the word of the UPS', () => {
  it('is obeyed when it comes', async () => {
    const { power, said } = stand(TOPIC);
    power.listen?.onMessage(message('OL'));
    expect(await said()).toBeNull();
    power.listen?.onMessage(message('OB LB'));
    expect(await said()).toBe('MQTT ups/status: OB LB');
  });

  it('that was left at the broker is obeyed after a minute in which the UPS did not say otherwise', async () => {
    const { clock, power, said, warned } = stand(TOPIC);
    power.listen?.onMessage(message('OB LB', true));
    expect(warned()).toEqual([{ code: 'branch/ups-word', topic: 'ups/status' }]);
    expect(power.trouble()).toBe('UPS says battery low');
    await clock.advance(seconds(60) - 1);
    expect(await said()).toBeNull();
    // The connection was made anew, and the same old word came again: that makes it no younger.
    power.listen?.onMessage(message('OB LB', true));
    await clock.advance(1);
    expect(await said()).toBe('MQTT ups/status: OB LB');
    expect(warned()).toHaveLength(1);
  });

  it('that was left at the broker by the power cut before is taken back by the monitor that starts', async () => {
    const { clock, power, said } = stand(TOPIC);
    power.listen?.onMessage(message('OB LB', true));
    await clock.advance(seconds(30));
    power.listen?.onMessage(message('OL CHRG'));
    expect(power.trouble()).toBeNull();
    await clock.advance(minutes(10));
    expect(await said()).toBeNull();
    power.listen?.onMessage(message('OB LB'));
    expect(await said()).not.toBeNull();
  });

  it.each([true, false])(
    'that still stands when the branch is back is told once, and not obeyed for an hour (retained: %s)',
    async (isRetained) => {
      const { clock, power, said, warned } = stand(TOPIC, true);
      for (let minute = 0; minute < 59; minute += 1) {
        power.listen?.onMessage(message('OB LB', isRetained));
        await clock.advance(minutes(1));
      }
      expect([await said(), power.trouble(), warned().length]).toEqual([null, 'UPS says battery low', 1]);
      await clock.advance(minutes(1));
      power.listen?.onMessage(message('OB LB', isRetained));
      await clock.advance(minutes(1));
      expect(await said()).toBe('MQTT ups/status: OB LB');
    },
  );

  it('is news when it was taken back in between, also when the branch is just back', async () => {
    const { power, said, lines } = stand(TOPIC, true);
    power.listen?.onMessage(message('OB LB', true));
    power.listen?.onMessage(message('OL'));
    expect(lines.map(({ level }) => level)).toEqual(['warn', 'info']);
    power.listen?.onMessage(message('OB LB'));
    expect(await said()).toBe('MQTT ups/status: OB LB');
  });

  it('leaves no timer behind', () => {
    const { clock, power } = stand(TOPIC);
    power.listen?.onMessage(message('OB LB', true));
    power.stop();
    expect(clock.pending()).toBe(0);
  });
});

/** A panel whose contacts are moved by hand; `held`: null when it cannot tell which. */
function panelOf(held: readonly number[] | null) {
  const state = { held, acknowledged: 0, listener: (_press: Press<number>): void => {} };
  const port: ButtonPanel = {
    onPress(to) {
      state.listener = to;
    },
    showLamps() {},
    showText() {},
    ...(held === null ? {} : { held: () => state.held ?? [] }),
  };
  const press = (key: number, ageMs: number): void =>
    state.listener({
      key,
      id: `${key} ${ageMs}`,
      ageMs,
      acknowledge() {
        state.acknowledged += 1;
      },
    });
  return { state, port, press };
}

const health = (isHeld: boolean, over: Partial<DeviceHealth> = {}): DeviceHealth => ({
  device: 'panel2',
  state: 'running',
  reason: null,
  conditions: isHeld ? ['key-held'] : [],
  since: 0,
  ...over,
});

describe('the contact of the UPS', () => {
  it('gives its signal by the press of its button, from now on', async () => {
    const { power, said } = stand(CONTACT);
    const { state, port, press } = panelOf(null);
    power.watch((device) => (device === 'panel2' ? port : undefined));
    press(1, 0);
    press(2, 60_000);
    expect([await said(), state.acknowledged]).toEqual([null, 2]);
    press(2, 100);
    expect([await said(), state.acknowledged]).toEqual(['panel2, contact 2', 3]);
  });

  it('that was closed before anybody watched is obeyed', async () => {
    const { power, said } = stand(CONTACT);
    power.watch(() => panelOf([2]).port);
    power.hear(health(true, { device: 'panel1' }));
    power.hear(health(true, { state: 'backing-off' }));
    expect(await said()).toBeNull();
    power.hear(health(true));
    expect(await said()).toBe('panel2, contact 2, closed without being seen to close');
  });

  it('that is still closed when the branch is back is told, and obeyed again once it has opened', async () => {
    const { power, said, warned, lines } = stand(CONTACT, true);
    const { state, port } = panelOf([2]);
    power.watch(() => port);
    power.hear(health(true));
    power.hear(health(true));
    expect([await said(), power.trouble()]).toEqual([null, 'UPS contact closed: battery may be low']);
    expect(warned()).toEqual([{ code: 'branch/ups-contact', device: 'panel2', contact: 2 }]);
    state.held = [];
    power.hear(health(false));
    expect([power.trouble(), lines.at(-1)?.level]).toEqual([null, 'info']);
    state.held = [2];
    power.hear(health(true));
    expect(await said()).toBe('panel2, contact 2, closed without being seen to close');
  });

  it('that is still closed does not count as opened because its panel was away for a moment', async () => {
    const { clock, power, said, lines } = stand(CONTACT, true);
    const { state, port } = panelOf([2]);
    power.watch(() => port);
    power.hear(health(true));
    for (let times = 0; times < 2; times += 1) {
      // A panel that comes back says at first that nothing is held: it has to be down for its time again.
      power.hear(health(false, { state: 'backing-off' }));
      power.hear(health(false, { state: 'identifying' }));
      state.held = [];
      power.hear(health(false));
      expect(power.trouble()).toBe('UPS contact closed: battery may be low');
      await clock.advance(minutes(10));
      state.held = [2];
      power.hear(health(true));
      await clock.advance(minutes(20));
    }
    expect([await said(), lines.map(({ level }) => level)]).toEqual([null, ['warn']]);
    expect(clock.pending()).toBe(0);
  });

  it('that opened while its panel was away is believed after the longest time that a panel takes to say otherwise', async () => {
    const { clock, power, said, lines } = stand(CONTACT, true);
    const { state, port } = panelOf([2]);
    power.watch(() => port);
    power.hear(health(true));
    power.hear(health(false, { state: 'backing-off' }));
    state.held = [];
    power.hear(health(false));
    await clock.advance(minutes(11));
    expect([power.trouble(), lines.at(-1)?.level]).toEqual([null, 'info']);
    state.held = [2];
    power.hear(health(true));
    expect(await said()).toBe('panel2, contact 2, closed without being seen to close');
  });

  it('leaves no timer behind when its panel was away', () => {
    const { clock, power } = stand(CONTACT, true);
    power.watch(() => panelOf([2]).port);
    power.hear(health(true));
    power.hear(health(false, { state: 'backing-off' }));
    power.hear(health(false));
    power.stop();
    expect(clock.pending()).toBe(0);
  });

  it('is not meant when the panel knows that another of its contacts is closed', async () => {
    const { power, said, warned } = stand(CONTACT);
    power.watch(() => panelOf([1]).port);
    power.hear(health(true));
    expect([await said(), power.trouble(), warned()]).toEqual([null, null, []]);
  });

  it('may be meant when the panel cannot tell which is closed: that is told, and stops no branch', async () => {
    const { power, said, warned } = stand(CONTACT);
    power.watch(() => panelOf(null).port);
    power.hear(health(true));
    expect(await said()).toBeNull();
    expect(power.trouble()).toBe('UPS contact closed: battery may be low');
    expect(warned()).toHaveLength(1);
  });
});

it('a signal that nobody gives never comes', () => {
  const { power } = stand(null);
  expect(power.listen).toBeNull();
  power.watch(() => JSON.parse('{'));
  power.hear(health(true));
  expect(power.trouble()).toBeNull();
});
