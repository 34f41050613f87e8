import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { catalogue } from '../../devices/index.ts';
import { checkFile } from '../config/check-files.ts';
import { systemFiles } from '../config/files.ts';
import { loadConfig } from '../config/load.ts';
import { machineOf } from '../devices/wire/gpio-machine.fake.ts';
import { type InitArguments, type InitProcess, init } from './init.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lobbyd-init-'));
  file = join(folder, 'branch.yaml');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const PORTS = ['/dev/serial/by-path/one', '/dev/serial/by-path/two', '/dev/serial/by-path/three', '/dev/ttyAMA0'];
const HEAD_OFFICE = fileURLToPath(new URL('../../config/bank-standard.yaml', import.meta.url));

interface Desk extends InitProcess {
  readonly said: string[];
  readonly asked: string[];
}

/** A person who gives these answers and then leaves; null: nobody sits there. */
function desk(answers: readonly string[] | null): Desk {
  const said: string[] = [];
  const asked: string[] = [];
  const left = [...(answers ?? [])];
  const say = (text: string): void => void said.push(text);
  return {
    said,
    asked,
    outputReader: answers === null ? ('program' as const) : ('terminal' as const),
    out: say,
    err: say,
    async ask(question) {
      asked.push(question);
      return left.shift() ?? null;
    },
  };
}

async function run(person: Desk, answers: InitArguments['answers'] = {}, standard?: string): Promise<number> {
  return init({ file, answers, ...(standard ? { standard } : {}) }, catalogue, person, PORTS);
}

function branch(warnings: readonly unknown[] = []) {
  const loaded = loadConfig(file, catalogue, systemFiles());
  if (loaded.kind === 'problems') expect(loaded.problems.map(({ text }) => text)).toEqual([]);
  expect(loaded.kind === 'ok' && loaded.warnings.map(({ what }) => what)).toEqual(warnings);
  return (loaded as Extract<typeof loaded, { kind: 'ok' }>).config;
}

describe('lobbyd init', () => {
  it('writes a branch and a standard that pass the check, when nobody answers anything', async () => {
    const person = desk(null);
    expect(await run(person)).toBe(0);
    expect(person.said.slice(0, 2)).toEqual([`written: ${join(folder, 'bank-standard.yaml')}`, `written: ${file}`]);
    expect(person.asked).toEqual([]);
    expect(branch().counters).toHaveLength(2);
    const { isOk, problems } = checkFile(join(folder, 'bank-standard.yaml'), catalogue, systemFiles(), machineOf({}));
    expect({ isOk, problems }).toEqual({ isOk: true, problems: [] });
    // The ports that are there stand in the file, for whoever puts them in.
    expect(readFileSync(file, 'utf8')).toContain('#   /dev/serial/by-path/three\n');
  });

  it('writes files that the user of the daemon may read, however careful the one who asks', async () => {
    const before = process.umask(0o077);
    try {
      expect(await run(desk(null))).toBe(0);
    } finally {
      process.umask(before);
    }
    const modes = readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mode & 0o777]);
    expect(modes).toEqual([
      ['bank-standard.yaml', 0o644],
      ['branch.yaml', 0o644],
    ]);
  });

  it('does as the options say', async () => {
    const answers = {
      id: 'nan-jing-road',
      name: 'Nanjing: "Road"',
      timeZone: 'Asia/Singapore',
      counters: '16',
      languages: 'en',
      broker: 'mqtts://broker.bank.example:8883',
      panel: '/dev/serial/by-path/one',
      printer: '10.0.0.7:4001',
    };
    const person = desk(null);
    expect(await run(person, answers)).toBe(0);
    const slow = expect.stringContaining('bus "bus1" is slow for its 16 units');
    const config = branch([slow]);
    expect(person.said).toContainEqual(slow);
    expect(config.branch).toMatchObject({ id: 'nan-jing-road', name: { en: 'Nanjing: "Road"' } });
    expect(config.counters).toHaveLength(16);
    expect(config.languages.map(({ tag }) => tag)).toEqual(['en']);
    expect(config.mqtt).toMatchObject({ kind: 'broker', url: 'mqtts://broker.bank.example:8883' });
    expect(config.wireDevices.map(({ wire }) => wire)).toEqual([
      { kind: 'serial', path: '/dev/serial/by-path/one' },
      { kind: 'tcp', host: '10.0.0.7', port: 4_001 },
    ]);
  });

  it('asks a person for what no option tells, again where the answer is none, and takes ports by their number', async () => {
    const person = desk(['Branch!', 'branch9', '', '', '3', '', '1', '4', '2', '3']);
    expect(await run(person, { languages: 'zh-CN' })).toBe(0);
    expect(person.asked.slice(0, 2)).toEqual(Array(2).fill('Id of the branch: part of every topic [branch1]: '));
    const config = branch();
    expect(config.branch.id).toBe('branch9');
    expect(config.wireDevices.map(({ wire }) => 'path' in wire && wire.path)).toEqual([PORTS[0], PORTS[3]]);
    expect(config.buses.map(({ wire }) => 'path' in wire && wire.path)).toEqual([PORTS[1], PORTS[2]]);
  });

  it('takes the standard of head office', async () => {
    expect(await run(desk(null), {}, HEAD_OFFICE)).toBe(0);
    expect(readdirSync(folder)).toEqual(['branch.yaml']);
    expect(branch().services).toHaveLength(12);
  });

  it('takes the standard that lies there already, and leaves it as it is', async () => {
    const standard = join(folder, 'bank-standard.yaml');
    const text = readFileSync(HEAD_OFFICE, 'utf8');
    writeFileSync(standard, text);
    expect(await run(desk(null))).toBe(0);
    expect(readFileSync(standard, 'utf8')).toBe(text);
    expect(branch().services).toHaveLength(12);
  });

  it('overwrites no branch file', async () => {
    writeFileSync(file, 'mine');
    expect(await run(desk(null))).toBe(1);
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect(readdirSync(folder)).toEqual(['branch.yaml']);
  });

  it.each(['branch.yaml', 'bank-standard.yaml'])(
    'writes nothing when %s is a link that leads nowhere',
    async (name) => {
      symlinkSync(join(folder, 'nowhere'), join(folder, name));
      const person = desk(null);
      expect(await run(person)).toBe(1);
      expect(person.said[0]).toContain(`${name} is a link that leads nowhere`);
      expect(readdirSync(folder)).toEqual([name]);
    },
  );

  it('writes no branch under the name of its bank standard', async () => {
    file = join(folder, 'bank-standard.yaml');
    const person = desk(null);
    expect(await run(person)).toBe(1);
    expect(person.said[0]).toContain('is the name of the bank standard');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('overwrites no file that came up while it asked', async () => {
    const person = desk(['branch1']);
    const ask = person.ask.bind(person);
    const meanwhile = {
      ...person,
      async ask(question: string) {
        writeFileSync(file, 'mine');
        return ask(question);
      },
    };
    expect(await run(meanwhile)).toBe(3);
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect(person.said.at(-1)).toContain('cannot be written');
  });

  it.each([
    ['counters', '0', 'a whole number from 1 to 31'],
    ['counters', 'many', 'a whole number from 1 to 31'],
    ['timeZone', 'Shanghai', 'an IANA time zone such as Asia/Shanghai'],
    ['languages', 'fr', 'zh-CN, en, or both'],
    ['languages', 'en,en', 'zh-CN, en, or both, each once'],
    ['broker', 'http://x', 'embedded, or mqtt://host:port, or mqtts://host:port'],
    ['panel', 'COM1', 'a name such as /dev/serial/by-path/…, or host:port'],
  ] as const)('refuses %s %s before it writes anything', async (name, value, expected) => {
    const person = desk(null);
    expect(await run(person, { [name]: value })).toBe(2);
    expect(person.said[0]).toContain(`"${value}": expected ${expected}`);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('writes nothing when the answers make no branch', async () => {
    const person = desk(null);
    expect(await run(person, { panel: PORTS[0]!, printer: PORTS[0]! })).toBe(1);
    expect(person.said[0]).toContain(`${PORTS[0]} is the port of "panel1"`);
    expect(readdirSync(folder)).toEqual([]);
  });
});
