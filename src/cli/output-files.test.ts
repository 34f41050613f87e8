import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { afterAll, describe, expect, it } from 'vitest';
import { workshop } from '../journal/spec.ts';
import { adviseCommandLine } from './advise-line.ts';
import { systemOutputs } from './output-files.ts';
import { reportCommandLine } from './report-line.ts';
import { simulateCommandLine } from './simulate-line.ts';
import { whatIfCommandLine } from './what-if-line.ts';

const shop = workshop();
afterAll(() => shop.remove());

describe('a file that a command is to write', () => {
  const printed: string[] = [];
  const outputs = systemOutputs({ print: (text) => void printed.push(text) });

  it('is looked for without leaving a trace: also a file that is there keeps what it says', () => {
    const place = shop.directory();
    writeFileSync(`${place}/day.html`, 'yesterday');
    expect(outputs.obstacle(`${place}/day.html`)).toBeNull();
    expect(outputs.obstacle(`${place}/new.html`)).toBeNull();
    expect(readdirSync(place)).toEqual(['day.html']);
    expect(readFileSync(`${place}/day.html`, 'utf8')).toBe('yesterday');
    outputs.write(`${place}/new.html`, 'today');
    expect(readFileSync(`${place}/new.html`, 'utf8')).toBe('today');
  });

  it('is refused with the reason where it has no place', () => {
    const place = shop.directory();
    mkdirSync(`${place}/folder`);
    writeFileSync(`${place}/file`, '');
    writeFileSync(`${place}/branch.yaml`, 'id: north\n');
    symlinkSync('loop', `${place}/loop`);
    const reasons = ['none/x.html', 'file/x.html', 'folder', 'new/', 'branch.yaml', 'loop', `${'x'.repeat(300)}.html`];
    expect(reasons.map((name) => outputs.obstacle(`${place}/${name}`))).toEqual([
      `there is no folder ${place}/none`,
      `${place}/file is no folder`,
      'it is a folder',
      'it is a folder',
      'it is a YAML file, which would be lost',
      'it is a link that leads to itself',
      'its name is too long',
    ]);
    expect(existsSync(`${place}/new`)).toBe(false);
  });

  // Root may write anywhere.
  it.skipIf(process.getuid?.() === 0)('is refused where this user may not write', () => {
    const place = shop.directory();
    writeFileSync(`${place}/kept.html`, '');
    chmodSync(`${place}/kept.html`, 0o444);
    expect(outputs.obstacle(`${place}/kept.html`)).toMatch(/^this user has no permission/);
    chmodSync(place, 0o555);
    expect(outputs.obstacle(`${place}/new.html`)).toMatch(/^this user has no permission/);
  });

  it('may be a pipe, which is not opened before there is something to say', () => {
    const pipe = `${shop.directory()}/pipe`;
    execFileSync('mkfifo', [pipe]);
    expect(outputs.obstacle(pipe)).toBeNull();
  });

  it('is standard output where it is called -', () => {
    expect(outputs.obstacle('-')).toBeNull();
    outputs.write('-', 'a,b\r\n');
    expect(printed).toEqual(['a,b\r\n']);
    expect(existsSync('-')).toBe(false);
  });
});

describe('the command line of what is written', () => {
  const lines = {
    simulate: ['simulate', 'day.yaml'],
    'what-if': ['what-if', '--counters', '+1'],
    advise: ['advise', '--scenario', 'day.yaml', '--target', '90 % within 10 min'],
    report: ['report'],
  };

  /** What the command line is refused with; null: it is run. */
  function refusal(...words: readonly string[]): string | null {
    const told: string[] = [];
    const program = new Command().exitOverride().configureOutput({ writeErr: (text) => void told.push(text) });
    simulateCommandLine(program, () => {});
    whatIfCommandLine(program, () => {}, '/nowhere');
    adviseCommandLine(program, () => {});
    reportCommandLine(program, () => {}, '/nowhere');
    try {
      program.parse(['node', 'lobbyd', ...words]);
      return null;
    } catch (caught) {
      if (caught instanceof CommanderError) return told.join('');
      throw caught;
    }
  }

  it.each(Object.values(lines))('%s: a name that is missing or is an option is refused, - is not', (...words) => {
    for (const name of ['', '--json', '-x'])
      expect(refusal(...words, '--html', name)).toContain("the name of a file is expected, or '-'");
    expect(refusal(...words, '--html', '-')).toBeNull();
    expect(refusal(...words, '--html', 'day.html', '--language', 'zh-CN')).toBeNull();
  });

  it.each([lines.simulate, lines['what-if'], lines.advise])('%s: a language is that of a page', (...words) => {
    expect(refusal(...words)).toBeNull();
    expect(refusal(...words, '--language', 'zh-CN')).toContain("'--language' is of '--html <file>'");
    expect(refusal(...words, '--json', '--language', 'en')).toContain("'--language' is of '--html <file>'");
  });

  it('report: a language is that of text, tables and page, and CSV may go to standard output', () => {
    for (const form of [[], ['--csv', '-'], ['--html', '-']])
      expect(refusal('report', ...form, '--language', 'zh-CN')).toBeNull();
    expect(refusal('report', '--json', '--language', 'zh-CN')).toContain("'--language' is of tables and page");
    expect(refusal('report', '--csv', '--bom')).toContain('the name of a file is expected');
  });

  it('report: the first of several days is not after the last', () => {
    expect(refusal('report', '--from', '2026-03-05', '--to', '2026-03-01')).toContain(
      "'--from' 2026-03-05 is after '--to'",
    );
    for (const days of [
      ['--from', '2026-03-05'],
      ['--to', '2026-03-01'],
      ['--from', '2026-03-01', '--to', '2026-03-01'],
    ])
      expect(refusal('report', ...days)).toBeNull();
  });

  it('what-if: a counter to be like is asked for with a number of counters', () => {
    expect(refusal('what-if', '--like', 'counter3')).toContain("'--like' is of '--counters <number>'");
    expect(refusal('what-if', '--like', 'counter3', '--counters', '-1')).toBeNull();
  });
});
