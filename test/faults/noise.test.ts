import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seconds } from '../../src/clock.ts';
import { closer, openScene, type Scene } from '../stand/scene.ts';
import { labelOf } from '../stand/slip-label.ts';
import { verdict } from '../stand/verdict.ts';
import { lacks } from '../tools.ts';

const isSkipped = lacks('socat', 'mosquitto');
const shared = closer();
let scene: Scene;

beforeAll(async () => {
  if (isSkipped) return;
  scene = await openScene(shared);
  await scene.openCounters(1, 2, 3);
});
afterAll(shared.close);

interface DeviceState {
  readonly state: string;
  readonly conditions: readonly string[];
}

const stateOf = (device: string): DeviceState | undefined => scene.reader.states.get(`device/${device}`) as DeviceState;

/** A bus that is jammed is named so long after it began: a promise. */
const NAMED_WITHIN = seconds(5);

function isNamed(device: string): boolean {
  const seen = stateOf(device);
  return seen !== undefined && (seen.state !== 'running' || seen.conditions.includes('garbled'));
}

describe.skipIf(isSkipped)('bad bytes on a wire', () => {
  it('of a keypad that babbles jam its own bus, which is named, and nothing else; in silence the pads are right again', async () => {
    const { hall, take, sign, reader, press } = scene;
    hall.act('keypad2', 'babble');
    await take(1, 'A001');
    await hall.until('the slip', () => hall.slips.length === 1);
    reader.command('call-next', { id: 'call-1', counter: 'counter1' });
    await sign(1, 'A001', true);
    await hall.until('the bus is named', () => ['pads', 'keypad1', 'keypad2', 'keypad3'].some(isNamed), NAMED_WITHIN);
    for (const device of ['signs', 'panel1', 'printer1']) expect(stateOf(device)?.state).toBe('running');
    hall.act('keypad3', 'press next');
    hall.act('keypad2', 'quiet');
    await hall.until('the key is answered', () => hall.views.pad(3).line1 === 'NEXT COMES');
    await press(1, 'finish', 'OK A001');
    await hall.until('all pads are right', () => [1, 2, 3].every((number) => hall.views.pad(number).isOnline));
    await hall.until('nobody is complained of', () =>
      [1, 2, 3].every((number) => stateOf(`keypad${number}`)?.state === 'running'),
    );
  });

  it('of answers that are cut or spoilt cost no press and make none twice', async () => {
    const { hall, press } = scene;
    for (const action of ['bad-check 3', 'short 3']) {
      hall.act('panel1', action);
      hall.act('panel1', 'press 2');
      hall.act('keypad1', action);
      hall.act('keypad1', 'press recall');
      await hall.until('both are answered', () => {
        const { panel } = hall.views;
        return panel.unacknowledged.length === 0 && hall.views.pad(1).unacknowledged.length === 0;
      });
    }
    await hall.until('both slips', () => hall.slips.length === 3);
    expect(hall.slips.map(labelOf)).toEqual(['A001', 'B001', 'B002']);
    await press(3, 'pause', 'OK');
  });

  it('of a printer that talks nonsense while it prints spoil no slip', async () => {
    const { hall, take } = scene;
    await take(1, 'A002');
    for (let burst = 0; burst < 5; burst += 1) hall.act('printer1', 'garbage');
    await hall.until('paper moves', () => hall.views.printer.slip.parts.length > 0 || hall.slips.length === 4);
    hall.act('printer1', 'garbage');
    await hall.until('the slip', () => hall.slips.map(labelOf).includes('A002'));
    await take(1, 'A003');
    await hall.until('the next slip', () => hall.slips.map(labelOf).includes('A003'));
  });

  it('on the way to the displays leave no wrong number standing', async () => {
    const { hall, press, sign } = scene;
    for (const action of ['bad-checksum 2', 'noise']) hall.act('display2', action);
    await press(2, 'next', 'A002 CALLED');
    hall.act('display2', 'noise');
    await press(2, 'recall', 'OK A002');
    await sign(2, 'A002');
    await press(2, 'finish', 'OK A002');
    await press(2, 'next', 'A003 CALLED');
    await sign(2, 'A003');
    expect(hall.run().ended()).toBeNull();
    expect(
      hall
        .run()
        .log()
        .filter(({ level }) => level === 'error' || level === 'fatal'),
    ).toEqual([]);
    expect(await verdict(scene)).toEqual([]);
  });
});
