import { isLoopback } from '../addresses.ts';
import type { Branch } from '../branch/port.ts';
import type { LobbydError } from '../errors.ts';
import type { Store } from '../journal/store.ts';
import { hallView } from '../views/hall.ts';
import { type HttpAnswer, jsonAnswer, problemAnswer } from './problem.ts';
import type { Health } from './schema.ts';

export interface HealthParts {
  readonly branch: Pick<Branch, 'committed' | 'committedSeq' | 'now'>;
  readonly store: Pick<Store, 'epoch'>;
  /** Why nothing can be written now. */
  trouble(): LobbydError | null;
}

function healthOf({ branch, store, trouble }: HealthParts): Health {
  const journal = trouble()?.code ?? null;
  return {
    status: journal === null ? 'ok' : 'trouble',
    journal,
    hall: hallView(branch.committed).hall,
    asOfSeq: branch.committedSeq,
    epoch: store.epoch,
  };
}

/**
 * How the branch is, for a program that watches over this machine.
 *
 * @param from address of who asks
 */
export function healthAnswer(from: string | undefined, parts: HealthParts): HttpAnswer {
  if (!isLoopback(from ?? '')) {
    const detail = 'how the branch is, is told on this machine alone';
    return problemAnswer(403, { code: 'http/loopback-only', detail });
  }
  const health = healthOf(parts);
  return jsonAnswer(health.status === 'ok' ? 200 : 503, health);
}
