import type { AnyDriver } from '../devices/driver.ts';
import { checkBranch } from './checks/branch.ts';
import { checkStandard } from './checks/standard.ts';
import type { Config } from './config.ts';
import { branchDraft, type StandardDraft, standardDraft, textAt, unknownSection } from './draft.ts';
import { beside, type ConfigFiles } from './files.ts';
import { checkShape } from './issues.ts';
import { inOrder, type Problem } from './problems.ts';
import { resolveConfig } from './resolve.ts';
import { branchSchema } from './schema/branch.ts';
import { type StandardDocument, standardSchema } from './schema/standard.ts';
import { brokenSource, parseSource, type Source } from './yaml.ts';

/** Both files checked as one. */
export type LoadResult =
  | { readonly kind: 'ok'; readonly config: Config; readonly warnings: readonly Problem[] }
  /** At least one error, all of them, and the warnings; in the order of the files. */
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** A bank standard checked by itself. */
export type StandardResult =
  | { readonly kind: 'ok'; readonly standard: StandardDocument; readonly warnings: readonly Problem[] }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** Reads and parses one file; a file that cannot be read has one problem. */
export function readSource(file: string, files: ConfigFiles): Source {
  const found = files.read(file);
  if (found.kind === 'text') return parseSource(file, found.text);
  return brokenSource(file, `the file cannot be read: ${found.reason}`, 'a readable file, saved as UTF-8');
}

/**
 * Loads a branch file and the bank standard that it names, and checks both as one: all problems of both at once.
 *
 * @param branchFile path of the branch file, as messages should name it
 * @param catalogue the drivers that devices may name
 */
export function loadConfig(branchFile: string, catalogue: readonly AnyDriver[], files: ConfigFiles): LoadResult {
  return loadBranch(readSource(branchFile, files), catalogue, files);
}

/** As {@link loadConfig}, for a branch file that was read already. */
export function loadBranch(source: Source, catalogue: readonly AnyDriver[], files: ConfigFiles): LoadResult {
  const shape = shapeOf(source, branchSchema(catalogue));
  const standard = readStandard(source, files);
  const inner = [
    ...checkBranch(branchDraft(source, catalogue), standard.draft, catalogue, files),
    ...standard.problems,
  ];
  const problems = inOrder([...shape.problems, ...inner], [source.file, standard.draft.source.file]);
  if (!shape.value || !standard.value || hasErrors(problems)) return { kind: 'problems', problems };
  const config = resolveConfig(
    { source, document: shape.value },
    { source: standard.draft.source, document: standard.value },
    catalogue,
  );
  return { kind: 'ok', config, warnings: problems };
}

/** Checks a bank standard that was read already. */
export function loadStandard(source: Source): StandardResult {
  const { value, problems } = examineStandard(source);
  const ordered = inOrder(problems, [source.file]);
  if (!value || hasErrors(ordered)) return { kind: 'problems', problems: ordered };
  return { kind: 'ok', standard: value, warnings: ordered };
}

interface Examined {
  readonly draft: StandardDraft;
  readonly value: StandardDocument | undefined;
  readonly problems: readonly Problem[];
}

function examineStandard(source: Source): Examined {
  const shape = shapeOf(source, standardSchema);
  const draft = standardDraft(source);
  return { draft, value: shape.value, problems: [...shape.problems, ...checkStandard(draft)] };
}

/** The standard that a branch names, also when the branch is broken elsewhere. */
function readStandard(branch: Source, files: ConfigFiles): Examined {
  const named = textAt(branch.guess, ['standard']);
  if (named === null) return { draft: unknownStandard(branch.file), value: undefined, problems: [] };
  const file = beside(branch.file, named);
  const found = files.read(file);
  if (found.kind === 'text') return examineStandard(parseSource(file, found.text));
  const what = `the bank standard ${file} cannot be read: ${found.reason}`;
  const told = branch.problem('error', ['standard'], what, 'the path of a readable file, saved as UTF-8');
  return { draft: unknownStandard(file), value: undefined, problems: [told] };
}

function unknownStandard(file: string): StandardDraft {
  return {
    source: parseSource(file, ''),
    languages: unknownSection,
    segments: unknownSection,
    profiles: unknownSection,
    services: unknownSection,
  };
}

function shapeOf<T>(source: Source, schema: Parameters<typeof checkShape<T>>[1]): ReturnType<typeof checkShape<T>> {
  if (source.value === undefined) return { value: undefined, problems: source.problems };
  const shape = checkShape(source, schema);
  return { value: shape.value, problems: [...source.problems, ...shape.problems] };
}

function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity === 'error');
}
