import { afterEach, describe, expect, it } from 'vitest';
import { type Hall, type HallWishes, labelOf, openHall, settled } from '../stand/hall.ts';
import { lacks } from '../tools.ts';

const isSkipped = lacks('socat');
let hall: Hall;

async function open(wishes: HallWishes = {}): Promise<void> {
  hall = await openHall(wishes);
  await hall.ready();
  await settled(hall);
}

afterEach(() => hall?.close());

describe.skipIf(isSkipped)('a press becomes a call', () => {
  it('on paper, in the journal, at the counter and on MQTT', async () => {
    await open({ areTicketsShort: false });
    hall.act('panel1', 'press 1');
    await hall.until('the slip is cut', () => hall.slips.length === 1);
    expect(labelOf(hall.slips[0] ?? [])).toBe('A001');
    console.log(hall.slips[0], hall.told, hall.run().out);
  });
});
