import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { catalogue } from '../../devices/index.ts';
import { built } from '../../test/built.ts';
import { example } from '../config/spec.ts';
import { WorkerLink } from '../journal/link.ts';
import { EXIT, systemProcess } from '../process.ts';
import { run } from './run.ts';
import { bare } from './run-open.ts';

const STANDARD = fileURLToPath(new URL('../../config/bank-standard.yaml', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'lobbyd-run-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('lobbyd run', () => {
  it('leaves the disk as it was when the file with the password of the broker is missing', async () => {
    const journal = join(folder, 'journal');
    const file = join(folder, 'branch.yaml');
    const password = join(folder, 'no-such-password');
    const text = example('branch.example.yaml')
      .replace('./bank-standard.yaml', STANDARD)
      .replace('/var/lib/lobbyd', journal)
      .replace(/^mqtt: .*$/m, `mqtt: { url: "mqtts://broker:8883", username: lobbyd, passwordFile: ${password} }`);
    writeFileSync(file, text);
    const told: string[] = [];
    const port = {
      ...systemProcess(),
      err: (text: string) => void told.push(text),
      onUncaught: () => {},
      stopAsked: () => Promise.resolve('SIGTERM'),
    };
    expect(await run(file, catalogue, port)).toBe(EXIT.problems);
    expect(existsSync(journal)).toBe(false);
    const line = text.slice(0, text.indexOf(password)).split('\n').length;
    expect(told[0]).toContain(`branch.yaml:${line}:`);
    expect(told[0]).toMatch(/the password file .* cannot be read: no such file/);
  });

  it('gives the branch the thread of the journal that was started before anything else', async () => {
    const place = mkdtempSync(join(tmpdir(), 'lobbyd-run-'));
    const file = join(place, 'branch.yaml');
    const text = example('branch.example.yaml')
      .replace('./bank-standard.yaml', STANDARD)
      .replace('/var/lib/lobbyd', join(place, 'journal'))
      .replace('mqtt: { rootTopic: linjiang }', 'mqtt: { rootTopic: linjiang, url: "mqtt://127.0.0.1:1" }');
    writeFileSync(file, text);
    const journal = new WorkerLink(bare, built('src/journal/sqlite-worker.ts'));
    const quiet = { onUncaught: () => {}, onDump: () => {}, onReload: () => {}, err: () => {} };
    const port = { ...systemProcess(), ...quiet, stopAsked: () => Promise.resolve('SIGTERM') };
    // Without it there is none to be had here: the built thread does not lie beside the sources.
    expect(await run(file, catalogue, port, { journal })).toBe(EXIT.ok);
    expect(existsSync(join(place, 'journal', 'journal.db'))).toBe(true);
    expect(journal.isDead).toBe(true);
    await journal.end();
    rmSync(place, { recursive: true, force: true });
  });

  it('tells journald how grave the mistakes of a file are, each on its line', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'lobbyd-run-')), 'none.yaml');
    const told: string[] = [];
    const base = { ...systemProcess(), err: (text: string) => void told.push(text), onReload: () => {} };
    expect(await run(file, catalogue, { ...base, outputReader: 'journald' })).toBe(EXIT.problems);
    expect(told).toHaveLength(2);
    for (const line of told) expect(line).toMatch(/^<3>[^\n]+none\.yaml[^\n]+$/);
    told.length = 0;
    expect(await run(file, catalogue, { ...base, outputReader: 'program' })).toBe(EXIT.problems);
    for (const line of told) expect(line).not.toContain('<3>');
  });

  it('outlives a SIGUSR2 that comes before its file is read', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'lobbyd-run-')), 'none.yaml');
    const steps: string[] = [];
    const port = {
      ...systemProcess(),
      err: () => void steps.push('read'),
      onReload: () => {},
      onDump: () => void steps.push('listens'),
    };
    expect(await run(file, catalogue, port)).toBe(EXIT.problems);
    expect(steps[0]).toBe('listens');
  });

  it('outlives a SIGHUP that comes before its file is read', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'lobbyd-run-')), 'none.yaml');
    const steps: string[] = [];
    const port = {
      ...systemProcess(),
      err: () => void steps.push('read'),
      onReload(hungUp: () => void) {
        steps.push('listens');
        hungUp();
      },
    };
    expect(await run(file, catalogue, port)).toBe(EXIT.problems);
    expect(steps[0]).toBe('listens');
  });
});
