import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { systemClock } from '../clock.ts';
import { systemFiles } from '../config/files.ts';
import { systemWires } from '../daemon/devices.ts';
import { mqttSettings } from '../daemon/mqtt.ts';
import type { AnyDriver } from '../devices/driver.ts';
import { silentLog } from '../devices/log.ts';
import { type AttendParts, attend, type Listener, type Saying } from '../doctor/attend.ts';
import { openDiskTrial } from '../doctor/disk-trial.ts';
import { type DoctorPorts, examineBranch, LOOKS, type Look, type Plan } from '../doctor/doctor.ts';
import type { Finding } from '../doctor/finding.ts';
import { systemMachine } from '../doctor/machine.ts';
import { findingText, summaryText } from '../doctor/report.ts';
import { mqttConnector } from '../mqtt/mqttjs.ts';
import type { ProcessPort } from '../process.ts';

/**
 * Exit codes of `lobbyd doctor`, the gravest finding. They are not those of the other commands: there 1 says that
 * something is wrong and 2 that the command line is. A wrong command line ends the doctor with 2 as well, but with
 * nothing on standard output.
 */
export const DOCTOR_EXIT = { ok: 0, warnings: 1, faults: 2 } as const;

/** What the doctor needs of the process. */
export type DoctorProcess = Pick<ProcessPort, 'out' | 'outputReader' | 'environment'>;

/**
 * `lobbyd doctor FILE [--json]`: looks at everything that the branch needs of its machine, and says what to do.
 *
 * @param isJson whether to write the findings as JSON (`findingsSchema`)
 * @param examinations how another process is made to look
 * @returns 0: all is well, 1: warnings, 2: faults
 */
export async function doctor(
  isJson: boolean,
  process: DoctorProcess,
  examinations: Pick<AttendParts, 'examine'>,
): Promise<0 | 1 | 2> {
  const isColoured = process.outputReader === 'terminal' && process.environment.NO_COLOR === undefined;
  const findings = await attend({
    clock: systemClock(() => false),
    examine: (plan, listener) => examinations.examine(plan, listener),
    onFindings(found) {
      if (!isJson) for (const finding of found) process.out(findingText(finding, isColoured));
    },
  });
  process.out(isJson ? JSON.stringify(findings, null, 2) : `\n${summaryText(findings)}`);
  return exitOf(findings);
}

function exitOf(findings: readonly Finding[]): 0 | 1 | 2 {
  if (findings.some(({ mark }) => mark === 'fault')) return DOCTOR_EXIT.faults;
  return findings.some(({ mark }) => mark === 'warning') ? DOCTOR_EXIT.warnings : DOCTOR_EXIT.ok;
}

/** The doctor's tools on this machine. */
export function systemDoctor(catalogue: readonly AnyDriver[], pid: number): DoctorPorts {
  const clock = systemClock(() => false);
  return {
    machine: systemMachine(pid),
    files: systemFiles(),
    clock,
    catalogue,
    connector: mqttConnector,
    wires: systemWires(clock, silentLog),
    mqttSettings,
    syncs: openDiskTrial,
  };
}

/** Examining processes of this program. */
export interface Examinations extends Pick<AttendParts, 'examine'> {
  /** Ends the one that runs. */
  end(): void;
}

/**
 * Starts this program again for each examination: `lobbyd doctor FILE --looks … --hung …`.
 *
 * @param port whose program it is
 */
export function systemExaminations(file: string, port: Pick<ProcessPort, 'execPath' | 'arguments'>): Examinations {
  let leave = (): void => {};
  return {
    examine(plan, listener) {
      const [, program = ''] = port.arguments;
      leave = examineApart(port.execPath, [program, 'doctor', file, ...wordsOf(plan)], listener);
      return leave;
    },
    end: () => leave(),
  };
}

function examineApart(node: string, words: readonly string[], { onLine, onGone }: Listener): () => void {
  const child = spawn(node, [...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  createInterface({ input: child.stdout }).on('line', onLine);
  child.once('error', (fault) => onGone(`another process cannot be started: ${fault.message}`));
  child.once('close', (code, signal) =>
    onGone(`the process that looked ended ${signal === null ? `with code ${code}` : `by ${signal}`}`),
  );
  return () => {
    // What hangs in the kernel outlives its kill; nobody waits for it.
    child.kill('SIGKILL');
    child.stdout.destroy();
    child.unref();
  };
}

function wordsOf({ looks, hung }: Plan): readonly string[] {
  return ['--looks', [...looks].join(','), ...(hung.size > 0 ? ['--hung', [...hung].join(',')] : [])];
}

/** The looks that a list names; others are passed over. */
export function looksOf(list: string): ReadonlySet<Look> {
  const names = new Set(list.split(','));
  return new Set(LOOKS.filter((look) => names.has(look)));
}

/**
 * The part of an examination that a process of its own does: what it looks at and finds, as {@link Saying}s.
 *
 * @returns 0
 */
export async function examine(file: string, plan: Plan, port: Pick<ProcessPort, 'out'>, ports: DoctorPorts) {
  const say = (saying: Saying): void => port.out(JSON.stringify(saying));
  await examineBranch(file, ports, { onLook: (look) => say({ look }), onFindings: (found) => say({ found }) }, plan);
  say({ end: true });
  return DOCTOR_EXIT.ok;
}
