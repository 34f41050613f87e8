import { describe, expect, it } from 'vitest';
import { LobbydError } from './errors.ts';
import { openLifetime } from './lifetime.ts';

describe('what the program holds open', () => {
  it('closes backwards, goes on past a step that fails, and reports it by name', async () => {
    const lifetime = openLifetime();
    const closed: string[] = [];
    lifetime.hold('journal', () => void closed.push('journal'));
    lifetime.hold('printer1', async () => {
      await Promise.resolve();
      throw new LobbydError({ code: 'device/stuck', what: 'stuck', where: 'printer1', next: 'pull its plug' });
    });
    lifetime.hold('bus1', async () => void closed.push('bus1'));
    expect(lifetime.open()).toEqual(['journal', 'printer1', 'bus1']);
    const faults = await lifetime.close();
    expect(closed).toEqual(['bus1', 'journal']);
    expect(faults.map(({ code, where }) => [code, where])).toEqual([['device/stuck', 'printer1']]);
    expect(lifetime.open()).toEqual([]);
  });

  it('lists what still closes, and closes once however often it is asked', async () => {
    const lifetime = openLifetime();
    let times = 0;
    let finish = (): void => {};
    lifetime.hold('journal', () => {
      times += 1;
      return new Promise<void>((resolve) => {
        finish = resolve;
      });
    });
    const first = lifetime.close();
    const second = lifetime.close();
    expect(second).toBe(first);
    expect(lifetime.open()).toEqual(['journal']);
    finish();
    await first;
    expect(times).toBe(1);
  });

  it('lets go of one part ahead of time, once, whatever its end says', async () => {
    const lifetime = openLifetime();
    const closed: string[] = [];
    lifetime.hold('printer1', () => void closed.push('printer1'));
    const drop = lifetime.hold('keypad1', () => {
      closed.push('keypad1');
      throw new LobbydError({ code: 'device/stuck', what: 'stuck', where: 'keypad1', next: 'pull its plug' });
    });
    await expect(drop()).rejects.toMatchObject({ code: 'device/stuck' });
    expect(lifetime.open()).toEqual(['printer1']);
    expect(await lifetime.close()).toEqual([]);
    expect(closed).toEqual(['keypad1', 'printer1']);
  });

  it('closes nothing else when a part is let go of during the close', async () => {
    const lifetime = openLifetime();
    const closed: string[] = [];
    lifetime.hold('journal', () => void closed.push('journal'));
    const drop = lifetime.hold('bus1', async () => {
      await Promise.resolve();
      closed.push('bus1');
    });
    await Promise.all([drop(), lifetime.close(), drop()]);
    expect(closed).toEqual(['bus1', 'journal']);
  });
});
