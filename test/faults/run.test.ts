import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

function faults(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['test/faults/run.mjs', ...words], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('the command of the fault campaigns', () => {
  it('says what its words are, and starts nothing', () => {
    for (const word of ['--help', '-h']) {
      const { status, stdout, stderr } = faults(word, 'days');
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toMatch(
        /^npm run faults \[-- cuts days devices kill\] \[--seed N\].*\n.*--uses.*\n.*--nth N --how WORDS\n/,
      );
      // Each of them with what it does: a stranger chooses by it.
      for (const name of ['cuts', 'days', 'devices', 'kill'])
        expect(stdout).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
      expect(stdout).toMatch(/--runs, --minutes: a short form of each: so many cuts, days, ills or kills/);
      for (const option of ['uses', 'jobs', 'nth', 'how', 'seed']) expect(stdout).toContain(`--${option}`);
    }
  });

  it.each([
    [['--sead', '3'], /^Unknown option '--sead'/],
    [['--seed'], /^Option '--seed <value>' argument missing/],
    [['weeks'], /^no campaign weeks/],
    [['--seed', '1.5'], /^--seed 1\.5 is no whole number above 0/],
    [['--seed', '1e3'], /^--seed 1e3 is no whole number above 0/],
    [['--runs', '1.5'], /^--runs 1\.5 is no whole number above 0/],
    [['--runs', '0'], /^--runs 0 is no whole number above 0/],
    [['--runs', '99999999999999999'], /^--runs 99999999999999999 is no whole number above 0/],
    [['--minutes', 'x'], /^--minutes x is no number above 0/],
    [['days', '--seed', '3', '--nth', '1.5', '--how', 'fails'], /^--nth 1\.5 is no whole number above 0/],
    [['--seed', '3', '--nth', '1', '--how', 'fails'], /^--nth and --how .* go with days alone/],
    [['days', '--jobs', '0'], /^--jobs 0 is no whole number above 0/],
    [['cuts', '--jobs', '2'], /^--jobs goes with days alone/],
    [['--uses'], /^--uses .* goes with days alone/],
    [['days', 'kill', '--uses'], /^--uses .* goes with days alone/],
    [['days', '--seed', '3', '--nth', '1', '--how', 'fails', '--uses'], /^--uses .* not with --nth/],
    [['days', '--nth', '1', '--how', 'fails'], /^--nth and --how .* with --seed/],
  ])('refuses %j in a sentence, with its words behind', (words, sentence) => {
    const { status, stdout, stderr } = faults(...words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(sentence);
    expect(stderr).toMatch(/\nnpm run faults \[-- /);
    expect(stderr).not.toContain('    at ');
  });
});
