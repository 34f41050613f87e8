import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../devices/index.ts';
import { systemFiles } from '../config/files.ts';
import { loadScenario } from './load.ts';
import { simulate } from './simulate.ts';

const page = readFileSync('docs/simulate.md', 'utf8');
const examples = [...page.matchAll(/```yaml scenario\n([\s\S]*?)```/g)].map(([, yaml = ''], n) => ({
  name: `example ${n + 1}`,
  yaml,
}));

describe('docs/simulate.md', () => {
  it('has examples', () => {
    expect(examples.length).toBeGreaterThanOrEqual(3);
  });

  it.each(examples)('$name is a scenario without a problem, and is played', ({ yaml }) => {
    const files = systemFiles();
    const asInThePage = {
      ...files,
      read: (path: string) =>
        path === 'docs/example.yaml' ? { kind: 'text' as const, text: yaml, isOpenToAll: true } : files.read(path),
    };
    const result = loadScenario('docs/example.yaml', [], catalogue, asInThePage);
    expect(result.kind === 'ok' ? [] : result.problems.map(({ text }) => text)).toEqual([]);
    if (result.kind !== 'ok') return;
    const [first] = simulate({ ...result.scenario, replications: 1 });
    expect(first?.days[0]?.groups.get('[null,null]')?.served).toBeGreaterThan(20);
  });

  it('names every scenario that is shipped', () => {
    for (const file of readdirSync('config/scenarios')) expect(page).toContain(`\`${file}\``);
  });
});
