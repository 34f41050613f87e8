import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cannotStand } from './cannot-stand.ts';
import { type GpioStand, openGpioStand } from './gpio-stand.mjs';

let gpio: GpioStand;

/** Runs a script with onoff's `Gpio` on the machine with the chip; gives what it wrote. */
async function onTheMachine(script: string): Promise<unknown> {
  const tried = `const { Gpio } = require('onoff'); const fs = require('node:fs');
    const code = (run) => { try { run(); return 'done'; } catch (caught) { return caught.code; } };
    const at = '/sys/class/gpio/'; console.log(JSON.stringify((() => { ${script} })()));`;
  const [file = '', ...words] = [...gpio.before, process.execPath, '-e', tried];
  // nsenter leaves the folder: what is required is looked for from here.
  const child = spawn(file, words, { env: { ...process.env, NODE_PATH: `${process.cwd()}/node_modules` } });
  let text = '';
  child.stdout.on('data', (bytes: Buffer) => {
    text += bytes.toString();
  });
  await new Promise((resolve) => child.once('close', resolve));
  return JSON.parse(text);
}

describe.skipIf(cannotStand())('the GPIO class of the stand', () => {
  beforeAll(async () => {
    gpio = await openGpioStand({ label: 'pinctrl-rp1', base: 571 });
  });
  afterAll(() => gpio.close());

  it('knows no line by its bare GPIO number, as on every Raspberry Pi of today', async () => {
    expect(await onTheMachine(`return code(() => new Gpio(17, 'in'));`)).toBe('EINVAL');
  });

  it('refuses a second export, the edge of an output, the value of an input, and what was unexported', async () => {
    const script = `
      const gpio = new Gpio(571 + 4, 'out');
      const again = code(() => fs.writeFileSync(at + 'export', '575'));
      const edge = code(() => gpio.setEdge('both'));
      gpio.setDirection('in');
      const write = code(() => gpio.writeSync(1));
      fs.writeFileSync(at + 'unexport', '575');
      return [again, edge, write, code(() => gpio.readSync()), code(() => fs.writeFileSync(at + 'unexport', '575'))];`;
    expect(await onTheMachine(script)).toEqual(['EBUSY', 'EIO', 'EPERM', 'ENODEV', 'EINVAL']);
  });

  it('takes high and low as directions, whatever active_low says, and keeps what a pin is held at', async () => {
    const script = `
      const lamp = new Gpio(571 + 5, 'high', 'none', { activeLow: true });
      const levels = [lamp.readSync(), lamp.direction()];
      lamp.unexport();
      return [levels, code(() => new Gpio(571 + 6, 'in'))];`;
    await gpio.hold(6);
    expect(await onTheMachine(script)).toEqual([[0, 'out'], 'EBUSY']);
    expect(gpio.lineOf(5)).toMatchObject({ isExported: false, level: 1 });
  });
});
