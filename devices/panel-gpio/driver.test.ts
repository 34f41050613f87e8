import { describe, expect, it } from 'vitest';
import { fakeClock } from '../../src/clock.fake.ts';
import { seconds } from '../../src/clock.ts';
import type { DeviceHealth, Press } from '../../src/devices/kinds.ts';
import { silentLog } from '../../src/devices/log.ts';
import { supervisePins } from '../../src/devices/supervisor-pins.ts';
import { fakePins } from '../../src/devices/wire/gpio.fake.ts';
import { PanelGpio } from './driver.ts';
import { settings, wishOf } from './settings.ts';

/** Three buttons; the second has no lamp. */
const chosen = settings.parse({
  buttons: [{ pin: 17, lamp: { pin: 12 } }, { pin: 27 }, { name: 'cash', pin: 22, lamp: { pin: 13, active: 'low' } }],
});

async function stand() {
  const clock = fakeClock();
  const pins = fakePins(wishOf(chosen));
  const healths: DeviceHealth[] = [];
  const presses: Press<number>[] = [];
  const device = await supervisePins<'panel'>({
    device: 'panel1',
    clock,
    log: silentLog,
    pins: pins.factory,
    seed: 1,
    onHealth: (health) => void healths.push(health),
    open: async (context) => new PanelGpio(chosen, context, () => 'C0DE0001'),
  });
  device.port.onPress((press) => void presses.push(press));
  await clock.advance(1);
  return { clock, pins, healths, presses, device };
}

describe('a panel on pins', () => {
  it('runs as soon as its pins are open, and tells presses by the number of the button', async () => {
    const { clock, pins, presses, device } = await stand();
    expect(device.health().state).toBe('running');
    pins.change(2, 'down');
    pins.change(2, 'up');
    await clock.advance(100);
    pins.change(0, 'down');
    expect(presses.map(({ key, id }) => `${key} ${id}`)).toEqual(['3 C0DE0001-1', '1 C0DE0001-2']);
    await device.close();
  });

  it('lights the lamps that it has, blinks what blinks, and shows what was asked for before the pins were there', async () => {
    const { clock, pins, device } = await stand();
    device.port.showLamps(['on', 'on', 'blink', 'on']);
    expect(pins.lit).toEqual([true, true]);
    await clock.advance(250);
    expect(pins.lit).toEqual([true, false]);
    await clock.advance(250);
    expect(pins.lit).toEqual([true, true]);
    pins.lose('pulled');
    await clock.advance(seconds(5));
    expect(pins.lit[0]).toBe(true);
    await device.close();
    expect(pins.lit).toEqual([false, false]);
    expect(pins.isOpen()).toBe(false);
  });

  it('sets a lamp anew now and then, whatever another program made of it, and else leaves it alone', async () => {
    const { clock, pins, device } = await stand();
    device.port.showLamps(['on', 'off', 'off']);
    const sets = pins.sets;
    device.port.showLamps(['on', 'off', 'off']);
    expect(pins.sets).toBe(sets);
    pins.lit[0] = false;
    await clock.advance(seconds(5));
    expect(pins.lit[0]).toBe(true);
    await device.close();
  });

  it('reports a stuck button once, with its number, and clears it once', async () => {
    const { clock, pins, healths, device } = await stand();
    pins.change(1, 'down');
    await clock.advance(seconds(60));
    expect(device.health().conditions).toEqual(['key-held']);
    pins.change(1, 'up');
    await clock.advance(seconds(1));
    const changes = healths.map(({ conditions }) => conditions.length);
    expect(changes.filter((count, index) => count !== (changes[index - 1] ?? 0))).toEqual([1, 0]);
    await device.close();
  });

  it('clears a stuck button when the pins are lost and come back with the button up', async () => {
    const { clock, pins, device } = await stand();
    pins.change(1, 'down');
    await clock.advance(seconds(11));
    pins.lose('pulled');
    await clock.advance(seconds(5));
    expect(device.health()).toMatchObject({ state: 'running', conditions: [] });
    await device.close();
  });

  it('whose pins are refused says why, and runs once they are there', async () => {
    const { clock, pins, device } = await stand();
    pins.refusal = 'button 1 on pin 17: it is busy';
    pins.lose('unplugged');
    await clock.advance(seconds(3));
    expect(device.health()).toMatchObject({ state: 'backing-off', reason: 'button 1 on pin 17: it is busy' });
    pins.refusal = null;
    await clock.advance(seconds(5));
    expect(device.health().state).toBe('running');
    await device.close();
  });

  it('whose lamp cannot be set is lost, and tried again', async () => {
    const { clock, pins, device } = await stand();
    pins.isLampBroken = true;
    device.port.showLamps(['on', 'off', 'off']);
    await clock.advance(10);
    expect(device.health()).toMatchObject({ state: 'backing-off', reason: expect.stringContaining('lamp is broken') });
    pins.isLampBroken = false;
    await clock.advance(seconds(5));
    expect(pins.lit).toEqual([true, false]);
    await device.close();
  });

  it('leaves no timer behind', async () => {
    const { clock, device } = await stand();
    await device.close();
    await clock.advance(seconds(5));
    expect(clock.pending()).toBe(0);
  });
});
