import { afterEach, describe, expect, it } from 'vitest';
import { takePlace } from '../stand/demo-place.ts';
import { type Desk, openDesk } from './demos.ts';

describe('the desk that hands out demos', () => {
  let desk: Desk | null = null;
  afterEach(() => desk?.close());

  /** Comes to the desk, and says so in `told` when the turn has come. */
  const come = async (port: number, name: string, told: string[]): Promise<() => void> => {
    const leave = await takePlace(port);
    told.push(name);
    return leave;
  };

  it('has two at once; the third gets the place of whoever leaves, and the fourth comes after the third', async () => {
    desk = await openDesk(2);
    const told: string[] = [];
    const [first, second] = [await come(desk.port, 'first', told), await come(desk.port, 'second', told)];
    const third = come(desk.port, 'third', told);
    const fourth = third.then(() => come(desk?.port ?? 0, 'fourth', told));
    // The desk of a single place is asked and left meanwhile: what it had to say to the third, it would have said by now.
    const other = await openDesk(1);
    (await takePlace(other.port))();
    (await takePlace(other.port))();
    other.close();
    expect(told).toEqual(['first', 'second']);
    second();
    const leave = await third;
    expect(told).toEqual(['first', 'second', 'third']);
    first();
    (await fourth)();
    leave();
    expect(told).toEqual(['first', 'second', 'third', 'fourth']);
  });

  it('tells whoever still waits when it closes', async () => {
    desk = await openDesk(0);
    const waiting = takePlace(desk.port);
    const refused = expect(waiting).rejects.toThrow('the desk that hands out demos has closed');
    const later = await openDesk(1);
    (await takePlace(later.port))();
    later.close();
    desk.close();
    await refused;
  });
});
