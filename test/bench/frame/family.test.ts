import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { followFamily, type Process, processesNow } from './family.ts';

const BENCH = 100;
const STRANGER: Process = { pid: 7, parent: 1, started: 1, own: 5_000, reaped: 900 };

function having(pid: number, parent: number, own: number, more: Partial<Process> = {}): Process {
  return { pid, parent, started: pid, own, reaped: 0, ...more };
}

/** What the family has had at each look. */
function followed(...looks: readonly (readonly Process[])[]): readonly number[] {
  const ticks = followFamily(BENCH);
  return looks.map((look) => ticks([STRANGER, ...look]));
}

describe('the CPU time of a bench', () => {
  it('is that of its process and of all that descend from it, and of nobody else', () => {
    expect(followed([having(102, 101, 30), having(BENCH, 1, 1), having(101, BENCH, 20)])).toEqual([51]);
  });

  it('is counted once where a parent waited for its child, and where that was waited for in turn', () => {
    expect(
      followed(
        [having(BENCH, 1, 1), having(101, BENCH, 20), having(102, 101, 30)],
        [having(BENCH, 1, 1), having(101, BENCH, 20, { reaped: 33 })],
        [having(BENCH, 1, 1, { reaped: 55 })],
      ),
    ).toEqual([51, 54, 56]);
  });

  it('has that of a child which nobody saw, but somebody waited for', () => {
    expect(followed([having(BENCH, 1, 1)], [having(BENCH, 1, 1, { reaped: 40 })])).toEqual([1, 41]);
  });

  it('keeps that of the processes of a browser, which end after it and are waited for by none of the family', () => {
    const [browser, zygote, page] = [having(101, BENCH, 20), having(102, 101, 3), having(103, 102, 400)];
    expect(
      followed(
        [having(BENCH, 1, 1), browser, zygote, page],
        [having(BENCH, 1, 1, { reaped: 20 }), { ...zygote, parent: 1 }, { ...page, parent: 1, own: 450 }],
        [having(BENCH, 1, 1, { reaped: 20 })],
      ),
    ).toEqual([424, 474, 474]);
  });

  it('keeps it where browser and pages end between two looks', () => {
    const family = [having(101, BENCH, 20), having(102, 101, 3), having(103, 102, 400)];
    const after = having(BENCH, 1, 1, { reaped: 20 });
    expect(followed([having(BENCH, 1, 1), ...family], [after], [after])).toEqual([424, 424, 424]);
  });

  it('is not that of a stranger who got the number of one that ended', () => {
    expect(
      followed(
        [having(BENCH, 1, 1), having(101, BENCH, 20)],
        [having(BENCH, 1, 1, { reaped: 20 }), having(101, 1, 700, { started: 999 })],
      ),
    ).toEqual([21, 21]);
  });
});

describe('the processes of the machine', () => {
  it('are told with their parents: a child is of the family, in a session of its own too', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { detached: true, stdio: 'pipe' });
    await once(child, 'spawn');
    const all = processesNow();
    expect(all.find(({ pid }) => pid === child.pid)).toMatchObject({ parent: process.pid });
    expect(all.find(({ pid }) => pid === process.pid)?.own).toBeGreaterThan(0);
    const [alone, withChild] = [followFamily(child.pid ?? 0)(all), followFamily(process.pid)(all)];
    expect(withChild).toBeGreaterThan(alone);
    child.kill();
    await once(child, 'exit');
    expect(processesNow().some(({ pid }) => pid === child.pid)).toBe(false);
  });
});
