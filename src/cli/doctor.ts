import { systemClock } from '../clock.ts';
import { systemFiles } from '../config/files.ts';
import { systemWires } from '../daemon/devices.ts';
import { mqttSettings } from '../daemon/mqtt.ts';
import type { AnyDriver } from '../devices/driver.ts';
import { silentLog } from '../devices/log.ts';
import { openDiskTrial } from '../doctor/disk-trial.ts';
import { type DoctorPorts, examineBranch } from '../doctor/doctor.ts';
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

/** What `lobbyd doctor` was asked. */
export interface DoctorArguments {
  /** The branch file. */
  readonly file: string;
  /** Whether to write the findings as JSON (`findingsSchema`). */
  readonly isJson: boolean;
}

/** What the doctor needs of the process. */
export type DoctorProcess = Pick<ProcessPort, 'out' | 'outputReader' | 'pid' | 'environment'>;

/**
 * `lobbyd doctor FILE [--json]`: looks at everything that the branch needs of its machine, and says what to do.
 *
 * @returns 0: all is well, 1: warnings, 2: faults
 */
export async function doctor(
  { file, isJson }: DoctorArguments,
  process: DoctorProcess,
  ports: DoctorPorts,
): Promise<0 | 1 | 2> {
  const isColoured = process.outputReader === 'terminal' && process.environment.NO_COLOR === undefined;
  const findings = await examineBranch(file, ports, (found) => {
    if (!isJson) for (const finding of found) process.out(findingText(finding, isColoured));
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
