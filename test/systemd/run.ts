import { spawn, spawnSync } from 'node:child_process';

/** How a command ended, and what it said: standard output and standard error in the order of their coming. */
export interface Told {
  readonly code: number | null;
  readonly text: string;
}

/** Runs a command to its end without blocking: emulators go on meanwhile. Its output is kept, not shown. */
export function tell(file: string, ...words: readonly string[]): Promise<Told> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, words, { stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    const more = (chunk: Buffer): void => {
      text += chunk.toString();
    };
    child.stdout.on('data', more);
    child.stderr.on('data', more);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, text: text.trimEnd() }));
  });
}

/** The same for steps that have to go well: what went wrong is thrown with its last lines. */
export function must(file: string, ...words: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(file, words, { encoding: 'utf8', maxBuffer: 64 << 20 });
  if (status === 0) return stdout.trimEnd();
  const said = `${stdout ?? ''}${stderr ?? ''}`.split('\n').slice(-40).join('\n');
  throw new Error(`${file} ${words.join(' ')}: ${error?.message ?? `ended with ${status}`}\n${said}`);
}
