import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LobbydError } from '../../src/errors.ts';
import { built } from '../built.ts';
import { ALONE } from './as-built.ts';

/** A pattern of paths with `*` for any part of a name. */
const asExpression = (pattern: string): RegExp =>
  new RegExp(`^${pattern.replaceAll('.', String.raw`\.`).replaceAll('*', '[^/]*')}$`);

const isAlone = (path: string): boolean => ALONE.some((pattern) => asExpression(pattern).test(path));

const testFiles: readonly string[] = ['src', 'devices', 'test'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((name) =>
    name.endsWith('.test.ts') ? [`${folder}/${name}`] : [],
  ),
);

describe('the program under test', () => {
  it('is the built one: a test and a thread that it starts mean the same by a fault', async () => {
    const twin = (await import(/* @vite-ignore */ built('src/errors.ts').href)) as { readonly LobbydError: unknown };
    expect(LobbydError).toBe(twin.LobbydError);
  });

  it('is vitest’s own where a test puts other modules in the place of the program’s: elsewhere they would do nothing', () => {
    expect(testFiles.length).toBeGreaterThan(400);
    const planting = testFiles.filter((path) => /\bvi\.(?:do)?mock\(/i.test(readFileSync(path, 'utf8')));
    expect(planting.filter((path) => !isAlone(path))).toEqual([]);
    expect(testFiles.filter(isAlone).toSorted()).toEqual(planting.toSorted());
  });
});
