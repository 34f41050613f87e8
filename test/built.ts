/**
 * The built twin of a source file: worker threads and child processes cannot run TypeScript.
 *
 * @param source path from the project's root, `src/journal/sqlite-worker.ts`
 */
export function built(source: string): URL {
  return new URL(`../dist/${source.replace(/\.ts$/, '.js')}`, import.meta.url);
}
