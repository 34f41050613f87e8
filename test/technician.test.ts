/** What a technician may meet stands in docs/technician/faults.md, and nothing else does. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../devices/index.ts';
import { FINDING_IDS } from '../src/doctor/finding.ts';
import { CHINESE } from '../src/inputs/kiosk-texts-zh.ts';
import { isProduct } from './architecture/rooms.ts';
import { repositoryTexts } from './architecture/texts.ts';

const page = readFileSync('docs/technician/faults.md', 'utf8');
/** In the first or second column of a table: `name`, or several of them. */
const told = new Set([...page.matchAll(/`((?:[a-z]+\/)?[a-z][a-z-]+)`/g)].map(([, name]) => name ?? ''));
const isCode = (name: string): boolean => /^[a-z]+\/[a-z-]+$/.test(name);

const AREA = /'((?:branch|cli|command|config|device|http|journal|mqtt|queue|web|wire)\/[a-z0-9-]+)'/g;
const sources = repositoryTexts(process.cwd()).filter(
  ({ path }) => /^(?:src|devices)\/.*\.ts$/.test(path) && isProduct(path) && !/^src\/demo\/|\.generate\.ts$/.test(path),
);
const codes = sources.flatMap(({ text }) => [...text.matchAll(AREA)].map(([, code]) => code ?? ''));

const conditions = /export type ConditionCode =([^;]+);/.exec(readFileSync('src/devices/kinds.ts', 'utf8'))![1]!;
const conditionCodes = [...conditions.matchAll(/'([a-z-]+)'/g)].map(([, code]) => code ?? '');

describe('the page of faults', () => {
  it('has every code that the program can tell', () => {
    expect(codes.length).toBeGreaterThan(100);
    expect([...new Set([...codes, ...FINDING_IDS])].filter((code) => !told.has(code)).sort()).toEqual([]);
  });

  it('has every condition that a device can report', () => {
    expect(conditionCodes).toContain('paper-out');
    expect(conditionCodes.filter((code) => !told.has(code))).toEqual([]);
  });

  it('has no code that the program does not know', () => {
    const known = new Set<string>([...codes, ...FINDING_IDS]);
    expect([...told].filter((name) => isCode(name) && !known.has(name))).toEqual([]);
  });

  it('has every text of trouble that panels and keypads show', () => {
    const shown = ['src/inputs/kiosk-texts-en.ts', 'src/inputs/replies.ts'].flatMap((path) => {
      const text = readFileSync(path, 'utf8');
      const bodies = [...text.matchAll(/function (?:troubleText|faultText)[\s\S]*?\n}/g)].map(([body]) => body);
      return bodies.flatMap((body) => [...body.matchAll(/'([A-Z][A-Z !:]{3,})'/g)].map(([, said]) => said ?? ''));
    });
    const chinese = (['paper-out', 'cover-open', 'fault', 'gone'] as const).map((each) => CHINESE.trouble(each).line1);
    expect(shown).toEqual(expect.arrayContaining(['DISK FULL: HELP!', 'OUT OF PAPER']));
    expect([...shown, ...chinese].filter((said) => !page.includes(`\`${said}\``))).toEqual([]);
  });

  it('is named by a first page that names every driver', () => {
    const first = readFileSync('docs/technician/README.md', 'utf8');
    expect(catalogue.map(({ name }) => name).filter((name) => !first.includes(`devices/${name}/README.md`))).toEqual(
      [],
    );
  });
});
