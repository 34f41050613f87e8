import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../clock.ts';
import { silentLog } from '../log.ts';
import { type PinsStand, pinsContract } from './gpio.contract.ts';
import { fakePins } from './gpio.fake.ts';
import type { ButtonChange, GpioWish } from './gpio.ts';
import { gpioPins } from './gpio-open.ts';

const clock = systemClock(() => true);
const directories: string[] = [];
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

function wishIn(directory: string): GpioWish {
  return {
    backend: 'auto',
    chip: null,
    buttons: [704, 705].map((key, index) => ({
      name: `button ${index + 1}`,
      path: ['buttons', index],
      pin: 17 + index,
      isActiveLow: true,
      pull: 'up' as const,
      key,
    })),
    lamps: [{ name: 'lamp 1', path: ['buttons', 0, 'lamp'], pin: 12, isActiveLow: false, led: 'lamp' }],
    inputs: [join(directory, 'one'), join(directory, 'two')],
    leds: join(directory, 'leds'),
  };
}

function event(type: number, code: number, value: number): Buffer {
  const bytes = Buffer.alloc(24);
  bytes.writeUInt16LE(type, 16);
  bytes.writeUInt16LE(code, 18);
  bytes.writeInt32LE(value, 20);
  return bytes;
}

/** A named pipe for each button stands for its event device, a directory for the LED class. */
function pipes() {
  const directory = mkdtempSync(join(tmpdir(), 'lobbyd-keys-'));
  directories.push(directory);
  const wish = wishIn(directory);
  for (const path of wish.inputs) expect(spawnSync('mkfifo', [path]).status).toBe(0);
  mkdirSync(join(directory, 'leds/lamp'), { recursive: true });
  writeFileSync(join(directory, 'leds/lamp/brightness'), '1');
  writeFileSync(join(directory, 'leds/lamp/trigger'), 'none [heartbeat] timer\n');
  // Opened for both directions, a pipe never waits for its other end.
  const ends = wish.inputs.map((path) => openSync(path, 'r+'));
  return { directory, wish, ends, factory: gpioPins(wish, { clock, log: silentLog }) };
}

async function kernelStand(): Promise<PinsStand> {
  const { directory, ends, factory } = pipes();
  return {
    factory,
    async change(button, change) {
      writeSync(ends[button]!, Buffer.concat([event(1, 704 + button, change === 'down' ? 1 : 0), event(0, 0, 0)]));
    },
    isLit: () => readFileSync(join(directory, 'leds/lamp/brightness'), 'utf8').trim() !== '0',
    async lose() {
      closeSync(ends[0]!);
      ends[0] = -1;
    },
    async close() {
      for (const end of ends) if (end >= 0) closeSync(end);
    },
  };
}

async function memoryStand(): Promise<PinsStand> {
  const fake = fakePins(wishIn(''));
  return {
    factory: fake.factory,
    change: async (button, change) => fake.change(button, change),
    isLit: () => fake.lit[0] === true,
    lose: async () => fake.lose('gone'),
    async close() {},
  };
}

pinsContract('keys and LEDs of the kernel', kernelStand);
pinsContract('in memory', memoryStand);

describe('keys of the kernel', () => {
  async function heard(bytes: Buffer, count: number): Promise<readonly string[]> {
    const { ends, factory } = pipes();
    const seen: string[] = [];
    let isHeard: () => void = () => {};
    const all = new Promise<void>((resolve) => {
      isHeard = resolve;
    });
    const end = await factory.open({
      onButton(button: number, change: ButtonChange) {
        seen.push(`${button} ${change}`);
        if (seen.length === count) isHeard();
      },
      onClosed() {},
    });
    if (end.kind === 'refused') return expect.fail(end.reason.detail);
    writeSync(ends[0]!, bytes);
    await all;
    await end.pins.close();
    for (const fd of ends) closeSync(fd);
    return seen;
  }

  it('repeat without being pressed anew, and strange keys are nobody’s', async () => {
    const bytes = [
      event(1, 704, 1),
      event(1, 704, 2),
      event(1, 116, 1),
      event(0, 0, 0),
      event(1, 704, 0),
      event(0, 0, 0),
    ];
    expect(await heard(Buffer.concat(bytes), 2)).toEqual(['0 down', '0 up']);
  });

  it('that the kernel dropped are told as lost, and the rest of what was dropped is passed over', async () => {
    const bytes = [event(0, 3, 0), event(1, 704, 1), event(0, 0, 0), event(1, 705, 1), event(0, 0, 0)];
    expect(await heard(Buffer.concat(bytes), 3)).toEqual(['0 lost', '1 lost', '1 down']);
  });

  it('that are down since the machine started are told as standing so, and not as pressed; of the others nothing is known', async () => {
    const { ends, factory } = pipes();
    writeSync(ends[0]!, Buffer.concat([event(1, 704, 1), event(0, 0, 0)]));
    const seen: string[] = [];
    let isHeard: () => void = () => {};
    const moved = new Promise<void>((resolve) => {
      isHeard = resolve;
    });
    const end = await factory.open({
      onButton(button: number, change: ButtonChange) {
        seen.push(`${button} ${change}`);
        isHeard();
      },
      onClosed() {},
    });
    if (end.kind === 'refused') return expect.fail(end.reason.detail);
    expect(end.standing).toEqual(['down', 'unknown']);
    writeSync(ends[0]!, Buffer.concat([event(1, 704, 0), event(0, 0, 0)]));
    await moved;
    expect(seen).toEqual(['0 up']);
    await end.pins.close();
    for (const fd of ends) closeSync(fd);
  });

  it('of which the kernel dropped what it had to tell at the opening are not known to stand anywhere', async () => {
    const { ends, factory } = pipes();
    writeSync(ends[0]!, Buffer.concat([event(1, 704, 1), event(0, 0, 0), event(0, 3, 0), event(0, 0, 0)]));
    const end = await factory.open({ onButton() {}, onClosed() {} });
    expect(end).toMatchObject({ kind: 'open', standing: ['unknown', 'unknown'] });
    if (end.kind === 'open') await end.pins.close();
    for (const fd of ends) closeSync(fd);
  });

  it('take the trigger off a lamp, so that nothing else blinks it', async () => {
    const { directory, ends, factory } = pipes();
    const end = await factory.open({ onButton() {}, onClosed() {} });
    expect(readFileSync(join(directory, 'leds/lamp/trigger'), 'utf8')).toMatch(/^none/);
    if (end.kind === 'open') await end.pins.close();
    for (const fd of ends) closeSync(fd);
  });

  it('whose lamp is not there are refused with its path and what to do', async () => {
    const { directory, ends, factory } = pipes();
    rmSync(join(directory, 'leds/lamp'), { recursive: true });
    expect(await factory.open({ onButton() {}, onClosed() {} })).toMatchObject({
      kind: 'refused',
      reason: {
        detail: expect.stringMatching(
          /^wire\/gpio: lamp 1 cannot be taken: it is not there \(ENOENT\) \(.*\/lamp\/trigger\)\. Next: .*gpio-led/,
        ),
      },
    });
    for (const fd of ends) closeSync(fd);
  });
});
