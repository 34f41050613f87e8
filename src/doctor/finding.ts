import { z } from 'zod';
import type { ConditionCode } from '../devices/kinds.ts';
import type { FaultCode } from '../errors.ts';

/** How grave a finding is: all is well, it will hurt one day, it does not work. */
export type Mark = 'ok' | 'warning' | 'fault';

/**
 * The doctor's own findings. Beside them stand `condition/…` for what a device reports, and `journal/…` with the codes by
 * which `lobbyd journal verify` calls damage. Stable across releases; each stands in docs/technician/faults.md.
 */
export const FINDING_IDS = [
  'doctor/stopped',
  'doctor/too-slow',
  'doctor/not-root',
  'config/ok',
  'config/error',
  'config/warning',
  'config/permission',
  'port/ok',
  'port/missing',
  'port/not-a-port',
  'port/permission',
  'port/held',
  'port/moving-name',
  'port/modem-manager',
  'port/brltty',
  'console/ok',
  'console/kernel',
  'console/login',
  'device/ok',
  'device/no-answer',
  'device/not-told',
  'pins/ok',
  'pins/missing',
  'clock/ok',
  'clock/not-synchronised',
  'clock/no-hardware-clock',
  'clock/behind-journal',
  'disk/ok',
  'disk/no-directory',
  'disk/not-writable',
  'disk/in-memory',
  'disk/on-network',
  'disk/nearly-full',
  'disk/full',
  'disk/slow',
  'disk/failing',
  'journal/ok',
  'journal/permission',
  'broker/ok',
  'broker/secret-missing',
  'broker/secret-permission',
  'broker/unreachable',
  'broker/port-taken',
  'broker/untrusted',
  'broker/refused',
  'broker/silent',
  'broker/subscription-refused',
  'broker/publish-refused',
  'http/ok',
  'http/no-answer',
  'http/port-taken',
  'http/not-listening',
  'http/secret-permission',
  'service/ok',
  'service/no-unit',
  'service/not-enabled',
  'service/not-running',
  'service/failed',
  'service/restarts',
  'service/reload-needed',
  'service/exposed',
] as const;

/** Stable name of a finding. */
export type FindingId = (typeof FINDING_IDS)[number] | `condition/${ConditionCode}` | (FaultCode & `journal/${string}`);

/** One thing that the doctor looked at. */
export interface Finding {
  readonly id: FindingId;
  readonly mark: Mark;
  /** One sentence without a full stop. */
  readonly what: string;
  /** File, port, device or unit. */
  readonly where: string;
  /** What the reader should do; null when all is well. */
  readonly next: string | null;
}

/** The shape of `lobbyd doctor --json`. */
export const findingsSchema = z
  .array(
    z.strictObject({
      id: z
        .string()
        .regex(/^[a-z]+\/[a-z0-9-]+$/)
        .describe('Stable name: docs/technician/faults.md tells the cure of each.'),
      mark: z
        .enum(['ok', 'warning', 'fault'])
        .describe('All is well; it will hurt one day; it does not work. The exit code is the gravest: 0, 1, 2.'),
      what: z.string().min(1).describe('One sentence.'),
      where: z.string().min(1).describe('File, port, device or unit.'),
      next: z.string().min(1).nullable().describe('What to do; null when all is well.'),
    }),
  )
  .describe('What lobbyd doctor found, in the order in which it looked.');

/** All is well there. */
export function ok(id: FindingId, where: string, what: string): Finding {
  return { id, mark: 'ok', what, where, next: null };
}

/** It works, but it will hurt one day. */
export function warning(id: FindingId, where: string, what: string, next: string): Finding {
  return { id, mark: 'warning', what, where, next };
}

/** It does not work. */
export function fault(id: FindingId, where: string, what: string, next: string): Finding {
  return { id, mark: 'fault', what, where, next };
}
