import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { catalogue } from '../../devices/index.ts';
import { example } from '../config/spec.ts';
import { EXIT, systemProcess } from '../process.ts';
import { run } from './run.ts';

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
});
