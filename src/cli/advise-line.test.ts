import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { adviseCommandLine } from './advise-line.ts';

describe('docs/advise.md', () => {
  const [, fence = ''] = /```sh\n([\s\S]*?)```/.exec(readFileSync('docs/advise.md', 'utf8')) ?? [];
  const lines = fence.split('\n').flatMap((line) => (line.startsWith('lobbyd ') ? [line] : []));

  it.each(lines)('%s is a command line', (line) => {
    const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain = '']) => quoted ?? plain);
    const runs: unknown[] = [];
    const program = new Command().exitOverride();
    adviseCommandLine(program, (run) => void runs.push(run));
    program.parse(['node', ...words]);
    expect(runs.length).toBe(1);
  });
});
