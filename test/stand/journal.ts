import { exportCommand, type JournalPorts, verifyCommand } from '../../src/cli/journal.ts';
import { EXIT, type ExitCode } from '../../src/process.ts';

interface Told {
  readonly code: ExitCode;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

function asked(command: (ports: JournalPorts) => ExitCode): Told {
  const out: string[] = [];
  const err: string[] = [];
  const code = command({
    out: (text) => void out.push(...text.split('\n')),
    err: (text) => void err.push(...text.split('\n')),
    stopAsked: () => new Promise(() => {}),
  });
  return { code, out, err };
}

/**
 * Lines of `lobbyd journal export`. The command runs in this process: a scene looks at its journal again and again, and
 * starting a program costs more than all that it reads.
 *
 * @throws when the command does not end well
 */
export function exported(directory: string): readonly string[] {
  const { code, out, err } = asked((ports) => exportCommand({ directory, from: null, to: null }, ports));
  if (code !== EXIT.ok) throw new RangeError(`export ended with ${code}: ${err.join('\n')}`);
  return out.filter((line) => line !== '');
}

/** What `lobbyd journal verify` finds wrong with a journal, in this process too; empty when it is sound. */
export function unsound(directory: string): readonly string[] {
  const { code, err } = asked((ports) => verifyCommand({ directory, fromSeal: null }, ports));
  return code === EXIT.ok ? [] : [`verify ended with ${code}`, ...err];
}
