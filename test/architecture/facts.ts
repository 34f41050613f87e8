import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Identifier, Node, SourceFile } from 'typescript/unstable/ast';
import {
  isArrowFunction,
  isBlock,
  isCallExpression,
  isClassDeclaration,
  isExportDeclaration,
  isFunctionDeclaration,
  isFunctionExpression,
  isFunctionLikeDeclaration,
  isIdentifier,
  isImportDeclaration,
  isNewExpression,
  isPropertyAccessExpression,
  isStringLiteral,
  isVariableStatement,
} from 'typescript/unstable/ast/is';
import { API, ModifierFlags, type Project } from 'typescript/unstable/sync';

/** A name with its place. */
export interface Named {
  readonly name: string;
  readonly line: number;
}

export interface Import {
  /** As written. */
  readonly from: string;
  /** Path from the root for a file of the project; null for a package or a part of Node. */
  readonly file: string | null;
  readonly isTypeOnly: boolean;
  readonly line: number;
}

/** What the architecture test wants to know of one source file. */
export interface Facts {
  /** From the root, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  /** Every function with a body of statements, with its length in lines, but for those that only list tests. */
  readonly functions: readonly (Named & { readonly lines: number })[];
  readonly imports: readonly Import[];
  /** Exported functions and classes, and whether a docstring stands before each. */
  readonly exports: readonly (Named & { readonly isDocumented: boolean })[];
  /** Uses of globals: `process`, `Date.now`, `new Date`, `setTimeout`, `performance.now` … */
  readonly globals: readonly Named[];
  /** Calls by name: `storeContract`. */
  readonly calls: readonly Named[];
}

/** Globals that let time or the process in. */
const WATCHED = new Set([
  'process',
  'performance',
  'Date',
  'AbortSignal',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'clearTimeout',
  'clearInterval',
]);
/** Callbacks of these list tests: their length says nothing. */
const LISTS_TESTS = /^describe\b/;

/** The program, and what runs in a browser. */
const PROJECTS = ['tsconfig.json', 'src/demo/page/tsconfig.json'];

/**
 * Reads every TypeScript file of a project.
 *
 * @param root folder with a tsconfig.json
 */
export function readFacts(root: string): readonly Facts[] {
  const api = new API({ cwd: root });
  try {
    const openProjects = PROJECTS.map((file) => join(root, file)).filter((file) => existsSync(file));
    const facts = new Map<string, Facts>();
    for (const project of api.updateSnapshot({ openProjects }).getProjects()) {
      for (const name of project.program.getSourceFileNames().filter((file) => isOurs(root, file))) {
        const tree = facts.has(name) ? null : project.program.getSourceFile(name);
        if (tree) facts.set(name, factsOf(root, name, tree, project));
      }
    }
    if (facts.size === 0) throw new Error(`no project in ${root}`);
    return [...facts.values()];
  } finally {
    api.close();
  }
}

function isOurs(root: string, name: string): boolean {
  const path = relative(root, name);
  return /\.tsx?$/.test(path) && !path.startsWith('..') && !path.includes('node_modules');
}

function factsOf(root: string, name: string, tree: SourceFile, project: Project): Facts {
  const functions: (Named & { lines: number })[] = [];
  const globals: Named[] = [];
  const calls: Named[] = [];
  const lineOf = (position: number): number => tree.getLineAndCharacterOfPosition(position).line + 1;
  const visit = (node: Node): void => {
    const line = lineOf(node.getStart(tree));
    if (isFunctionLikeDeclaration(node) && node.body && isBlock(node.body) && !listsTests(node, tree)) {
      functions.push({ name: nameOf(node, tree), line, lines: lineOf(node.end) - line + 1 });
    }
    if (isCallExpression(node)) calls.push({ name: node.expression.getText(tree), line });
    if (isIdentifier(node) && WATCHED.has(node.text)) {
      const use = useOf(node, tree);
      if (use && isGlobal(node, root, project)) globals.push({ name: use, line });
    }
    node.forEachChild(visit);
  };
  visit(tree);
  return {
    path: relative(root, name),
    text: tree.text,
    lines: tree.text.replace(/\n$/, '').split('\n').length,
    functions,
    imports: importsOf(root, name, tree, lineOf),
    exports: exportsOf(tree, lineOf),
    globals,
    calls,
  };
}

function listsTests(node: Node, tree: SourceFile): boolean {
  return isCallExpression(node.parent) && LISTS_TESTS.test(node.parent.expression.getText(tree));
}

function nameOf(node: Node, tree: SourceFile): string {
  const own = (node as { name?: Node }).name;
  const outer = (node.parent as { name?: Node } | undefined)?.name;
  return (own ?? outer)?.getText(tree) ?? 'a function without a name';
}

/** How a watched name is used; null where it is only the name of a member. */
function useOf(node: Identifier, tree: SourceFile): string | null {
  const parent = node.parent;
  if (isPropertyAccessExpression(parent)) {
    if (parent.name === node) return parent.expression.getText(tree) === 'globalThis' ? node.text : null;
    return node.text === 'process' ? 'process' : `${node.text}.${parent.name.getText(tree)}`;
  }
  if (isNewExpression(parent) && parent.expression === node) {
    return parent.arguments?.length ? null : `new ${node.text}`;
  }
  const isNameOfMember =
    (parent as { name?: Node }).name === node || (parent as { propertyName?: Node }).propertyName === node;
  return isNameOfMember ? null : node.text;
}

/** A parameter named `process` is a port, not the process. */
function isGlobal(node: Node, root: string, project: Project): boolean {
  const symbol = project.checker.getSymbolAtLocation(node);
  return !symbol?.declarations.some((declaration) => isOurs(root, declaration.path));
}

function importsOf(root: string, name: string, tree: SourceFile, lineOf: (at: number) => number): readonly Import[] {
  return tree.imports.filter(isStringLiteral).map((specifier) => ({
    from: specifier.text,
    file: specifier.text.startsWith('.') ? relative(root, join(dirname(name), specifier.text)) : null,
    isTypeOnly: isTypeOnly(specifier.parent, tree),
    line: lineOf(specifier.getStart(tree)),
  }));
}

function isTypeOnly(node: Node, tree: SourceFile): boolean {
  if (isImportDeclaration(node)) return /^import\s+type\b/.test(node.getText(tree));
  if (isExportDeclaration(node)) return node.isTypeOnly;
  return !isCallExpression(node);
}

function exportsOf(tree: SourceFile, lineOf: (at: number) => number): Facts['exports'] {
  return tree.statements.flatMap((statement) => {
    const isExported = ((statement as { modifierFlags?: number }).modifierFlags ?? 0) & ModifierFlags.Export;
    if (!isExported && !/^export\b/.test(statement.getText(tree))) return [];
    const isDocumented = (statement.jsDoc?.length ?? 0) > 0;
    const line = lineOf(statement.getStart(tree));
    if (isFunctionDeclaration(statement) || isClassDeclaration(statement)) {
      return [{ name: statement.name?.getText(tree) ?? 'default', line, isDocumented }];
    }
    if (!isVariableStatement(statement)) return [];
    return statement.declarationList.declarations
      .filter(({ initializer }) => initializer && (isArrowFunction(initializer) || isFunctionExpression(initializer)))
      .map((declaration) => ({ name: declaration.name.getText(tree), line, isDocumented }));
  });
}
