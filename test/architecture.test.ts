import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readFacts } from './architecture/facts.ts';
import { longFiles, longFunctions, tooMany } from './architecture/lengths.ts';
import {
  demoSideDoors,
  forbiddenImports,
  isProduct,
  lonelyContracts,
  sideDoors,
  undocumented,
} from './architecture/rooms.ts';
import { lostFiles, repositoryTexts, strangeWords, unexplained } from './architecture/texts.ts';

const root = process.cwd();
const files = readFacts(root);
const product = files.filter(({ path }) => isProduct(path));
const texts = repositoryTexts(root);
const documents = texts.filter(({ path }) => path.endsWith('.md'));

/** What stands at the top of the repository; a new thing there is a decision. */
const TOP =
  /^(?:src|devices|config|systemd|test|docs|dist|var|node_modules|coverage|LICENSE|README\.md|package(?:-lock)?\.json|tsconfig(?:\.\w+)?\.json|biome\.jsonc|vitest\.config\.ts|\..+)$/;

describe('the rooms of lobbyd', () => {
  it('import only what their place lets them see', () => {
    expect(forbiddenImports(files)).toEqual([]);
  });

  it('of the demo reach the queue by wires, MQTT and HTTP alone', () => {
    expect(demoSideDoors(files)).toEqual([]);
  });

  it('get time and the process through their ports', () => {
    expect(sideDoors(files)).toEqual([]);
  });

  it('behave the same whether they are tested or not', () => {
    const asks = /\bNODE_ENV\b|\bVITEST\b|import\.meta\.vitest/;
    expect(product.filter(({ text }) => asks.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('have their contracts run by two implementations or more', () => {
    expect(lonelyContracts(files)).toEqual([]);
  });

  it('say of every exported function what it is for', () => {
    expect(undocumented(files)).toEqual([]);
  });
});

describe('lengths', () => {
  it('few files are longer than 250 lines', () => {
    expect(tooMany(longFiles(files))).toEqual([]);
  });

  it('few functions are longer than 40 lines', () => {
    expect(tooMany(longFunctions(product))).toEqual([]);
  });

  it('few functions of tests are longer than that', () => {
    expect(tooMany(longFunctions(files.filter(({ path }) => !isProduct(path))))).toEqual([]);
  });
});

describe('the repository', () => {
  it('has little at its top', () => {
    expect(readdirSync(root).filter((name) => !TOP.test(name))).toEqual([]);
  });

  it('names in its documents only files that are there', () => {
    expect(lostFiles(root, documents)).toEqual([]);
  });

  it('speaks of lobbyd alone', () => {
    expect(strangeWords(texts)).toEqual([]);
  });

  it('says why where a rule is switched off', () => {
    expect(unexplained(readFileSync('biome.jsonc', 'utf8'))).toEqual([]);
  });

  it('takes exact versions of what it depends on', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<
      'dependencies' | 'devDependencies',
      Record<string, string>
    >;
    const versions = Object.entries({ ...dependencies, ...devDependencies });
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual([]);
  });
});
