/** A file that never lets go of whoever opens it, under the built program. */
import { execFileSync } from 'node:child_process';
import { renameSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemExaminations } from '../../src/cli/doctor.ts';
import { fakeClock } from '../../src/clock.fake.ts';
import { attend, SILENCE_LIMIT } from '../../src/doctor/attend.ts';
import { LOOKS } from '../../src/doctor/doctor.ts';
import { journalFiles } from '../../src/journal/files.ts';
import { draft, openStore, write } from '../../src/journal/spec.ts';
import { built } from '../built.ts';
import { lacks } from '../tools.ts';
import { DoctorStand } from './stand.ts';

const skip = lacks('socat');
const stand = new DoctorStand();
const program = fileURLToPath(built('program/lobbyd/main.js'));

beforeAll(async () => {
  if (!skip) await stand.start();
});
afterAll(() => stand.stop());

describe.skipIf(skip)('the doctor before a system call that never comes back', () => {
  test('names what it hung at, looks at the rest, and ends', async () => {
    const store = await openStore(stand.journal);
    await write(store, draft(1));
    await store.close();
    const { head } = journalFiles(stand.journal);
    renameSync(head, `${head}.away`);
    // Whoever opens it to read waits for a writer: in the kernel, where nobody can break in.
    execFileSync('mkfifo', [head]);
    const clock = fakeClock();
    const begun: string[] = [];
    const real = systemExaminations(stand.branch(), {
      execPath: process.execPath,
      arguments: [process.execPath, program],
    });
    const found = await attend({
      clock,
      onFindings() {},
      examine: (plan, { onLine, onGone }) =>
        real.examine(plan, {
          onGone,
          onLine(line) {
            onLine(line);
            const { look } = JSON.parse(line) as { readonly look?: string };
            if (look === undefined) return;
            begun.push(look);
            // Its time is over once it hangs, however long that takes on this machine.
            if (look === 'journal') void clock.advance(SILENCE_LIMIT);
          },
        }),
    });
    real.end();
    rmSync(head);
    expect(begun).toEqual(LOOKS);
    expect(found.filter(({ id }) => id.startsWith('doctor/')).map(({ id, where }) => `${id} ${where}`)).toEqual([
      'doctor/too-slow journal',
    ]);
    const parts = new Set(found.map(({ id }) => id.split('/')[0]));
    expect([...parts].filter((part) => !['port', 'device', 'doctor'].includes(part ?? ''))).toEqual([
      'config',
      'clock',
      'disk',
      'broker',
      'service',
    ]);
  });
});
