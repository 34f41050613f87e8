import { describe, expect, it } from 'vitest';
import { BRANCH, example, memoryFiles, STANDARD, testCatalogue } from '../config/spec.ts';
import { check } from './check.ts';

const TEXTS = {
  'config/branch.example.yaml': example('branch.example.yaml'),
  'config/bank-standard.yaml': example('bank-standard.yaml'),
  'branch.yaml': BRANCH,
  'other.yaml': BRANCH.replace('id: branch1', 'id: Branch1'),
  'standard.yaml': STANDARD,
  'moving.yaml': BRANCH.replace('/dev/serial/by-path/three', '/dev/ttyUSB0'),
  'a/one.yaml': BRANCH,
  'a/two.yaml': BRANCH.replace('id: branch1', 'id: branch2'),
  'a/standard.yaml': STANDARD.replace('complexity: simple', 'complexity: simpel'),
};

function run(...args: readonly string[]): {
  readonly code: number;
  readonly out: readonly string[];
  readonly err: readonly string[];
} {
  const out: string[] = [];
  const err: string[] = [];
  const printer = { out: (text: string) => void out.push(text), err: (text: string) => void err.push(text) };
  return { code: check(args, { printer, files: memoryFiles(TEXTS), catalogue: testCatalogue }), out, err };
}

describe('lobbyd check', () => {
  it('says of a right branch how much is in it', () => {
    expect(run('config/branch.example.yaml')).toEqual({
      code: 0,
      out: ['config/branch.example.yaml: ok, 9 counters, 12 services, 20 devices'],
      err: [],
    });
  });

  it('takes a bank standard by itself', () => {
    expect(run('config/bank-standard.yaml')).toEqual({
      code: 0,
      out: ['config/bank-standard.yaml: ok, 12 services, 6 segments, 2 languages'],
      err: [],
    });
  });

  it('prints each problem as a line and exits with 1', () => {
    expect(run('other.yaml')).toEqual({
      code: 1,
      out: ['other.yaml: not ok, 1 error'],
      err: ['other.yaml:1:5: id is "Branch1", expected an id of 1 to 32 lower-case letters, digits and inner dashes'],
    });
  });

  it('lets warnings stand', () => {
    expect(run('moving.yaml')).toEqual({
      code: 0,
      out: ['moving.yaml: ok, 1 counter, 2 services, 4 devices, 1 warning'],
      err: [
        'moving.yaml:23:55: warning: /dev/ttyUSB0 may be another adapter after the next start, expected its name in /dev/serial/by-path or by-id',
      ],
    });
  });

  it('says once what is wrong with the standard of two branches, and checks the right file beside them', () => {
    expect(run('a/one.yaml', 'a/two.yaml', 'a/standard.yaml', 'branch.yaml')).toEqual({
      code: 1,
      out: [
        'a/one.yaml: not ok, 1 error',
        'a/two.yaml: not ok, 1 error',
        'a/standard.yaml: not ok, 1 error',
        'branch.yaml: ok, 1 counter, 2 services, 4 devices',
      ],
      err: ['a/standard.yaml:12:17: complexity is "simpel", expected "simple"'],
    });
  });

  it('names a file that is not there', () => {
    expect(run('none.yaml')).toEqual({
      code: 1,
      out: ['none.yaml: not ok, 1 error'],
      err: ['none.yaml:1:1: the file cannot be read: no such file, expected a readable file, saved as UTF-8'],
    });
  });
});
