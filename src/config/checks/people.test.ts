import { expect, it } from 'vitest';
import { linesOf, load } from '../spec.ts';

const people = (lines: string) => ['buses:\n', `people:\n${lines}\nbuses:\n`] as const;

it('programs speak for the persons of the branch file', () => {
  const result = load({
    branch: [people('  - { id: lm-wang, role: lobby-manager, by: [mqtt/console-1] }')],
  });
  expect(result.kind === 'ok' && result.config.people).toEqual([
    { id: 'lm-wang', role: 'lobby-manager', by: [{ kind: 'mqtt', client: 'console-1' }] },
  ]);
});

it('a person stands once, by programs that there are', () => {
  const lines = [
    '  - { id: lm-wang, role: lobby-manager, by: [http/tablet7] }',
    '  - { id: lm-wang, role: lobby-manager, by: [tablet7] }',
  ];
  expect(linesOf({ branch: [people(lines.join('\n'))] })).toEqual([
    'etc/branch.yaml:20:46: unknown client "tablet7", expected a client of `http`, but there is none',
    'etc/branch.yaml:21:11: id "lm-wang" stands twice, expected it once (also at line 20)',
    'etc/branch.yaml:21:46: entry 1 of by is "tablet7", expected http/<client> or mqtt/<client>',
  ]);
});
