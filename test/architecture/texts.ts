import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** A text file of the repository. */
export interface Text {
  /** From the root. */
  readonly path: string;
  readonly text: string;
}

const NOT_OURS = new Set(['.git', 'node_modules', 'dist', 'var', 'coverage']);
const PLAIN_TEXT =
  /\.(?:ts|mjs|js|json|jsonc|md|ya?ml|html|css|svg|grit|service|socket|rules|conf|sh|txt)$|\/[^.]+$|^\.?[^.]+$/;

/**
 * Every file of the repository, but for what npm, git and builds put there.
 *
 * @param root of the repository
 */
export function repositoryFiles(root: string, folder = ''): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (NOT_OURS.has(entry.name)) return [];
    return entry.isDirectory() ? repositoryFiles(root, path) : [path];
  });
}

/**
 * The text files among them.
 *
 * @param root of the repository
 */
export function repositoryTexts(root: string): readonly Text[] {
  return repositoryFiles(root)
    .filter((path) => PLAIN_TEXT.test(path))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/**
 * What a bank's technician has no use for: who wrote this, with what, and where. Chosen so that the trade's own words
 * pass: an MQTT session, a bus session, a user agent. The brackets keep this list from finding itself.
 */
const STRANGE: readonly RegExp[] = [
  /\b[c]laude\b|\b[a]nthropic\b|\b[o]penai\b|\b[c]hatgpt\b|\b[c]opilot\b|\b[l]anguage model/i,
  /\b(?:AI|coding|helper|sub)[- ]?[a]gents?\b|\b[h]elper bots?\b/i,
  /\b(?:coding|developer|work|earlier|next) [s]essions?\b|\bby a [s]ession\b/i,
  /\b[t]his workplace\b|\b[b]efore-stop\b|\b[m]y brief\b/i,
  /\/[w]ork\/|\/tmp\/[b]rief|\.\.\/[s]hared\/|\b[f]acts\/[a-z]|\b[d]esign §|\b[d]esign\.md|\b[s]tyle\.md/,
  /\b[r]egistry\.|\b[d]eb\.debian|\b[s]napshot\.debian|\b[p]ypi\.org|\b[n]pmmirror|\b[d]eb\.nodesource|"[r]esolved":/,
];

/**
 * Words of the repository's text that are not about lobbyd, one line each.
 *
 * @param texts to read
 */
export function strangeWords(texts: readonly Text[]): readonly string[] {
  return texts.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, n) => {
      const found = STRANGE.map((word) => word.exec(line)?.[0]).filter((word) => word !== undefined);
      return found.map((word) => `${path}:${n + 1}: ${word}`);
    }),
  );
}

/** `src/clock.ts`, `systemd/lobbyd.service`, `front.png`: in code marks, or the target of a link. */
const IN_MARKS = /`([^`\s]+)`|\]\(([^)\s]+)\)/g;
const LOOKS_LIKE_A_FILE =
  /^[\w@.-]+(?:\/[\w@.-]+)*\.(?:ts|mjs|js|json|jsonc|md|ya?ml|html|css|svg|png|grit|service|socket|rules|conf|sh)$/;
/** Made on the machine, not kept here. */
const MADE = /^(?:dist|var|node_modules)\//;

/**
 * Files that a document names and that are not there, one line each.
 *
 * @param root of the repository
 * @param documents to read
 */
export function lostFiles(root: string, documents: readonly Text[]): readonly string[] {
  const names = new Set(repositoryFiles(root).map((path) => basename(path)));
  const isThere = (document: string, file: string): boolean =>
    existsSync(join(root, file)) ||
    existsSync(join(root, dirname(document), file)) ||
    (!file.includes('/') && names.has(file));
  return documents.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, n) =>
      [...line.matchAll(IN_MARKS)]
        .map((match) => (match[1] ?? match[2] ?? '').replace(/^\.\//, '').replace(/(?:#.*|:\d+(?::\d+)?)$/, ''))
        .filter((file) => LOOKS_LIKE_A_FILE.test(file) && !MADE.test(file) && !isThere(path, file))
        .map((file) => `${path}:${n + 1}: ${file}`),
    ),
  );
}

/**
 * Checks that are switched off without a reason in the same line.
 *
 * @param text of biome.jsonc
 */
export function unexplained(text: string): readonly string[] {
  const lines = text.split('\n').map((line, n) => `biome.jsonc:${n + 1}: ${line.trim()}`);
  return lines.filter((line) => /"off"/.test(line) && !/\/\/ \S+ \S+/.test(line));
}
