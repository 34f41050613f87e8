import type { Branch } from '../branch/port.ts';
import type { LobbydError } from '../errors.ts';
import type { Store } from '../journal/store.ts';
import { hallView } from '../views/hall.ts';
import type { Health } from './schema.ts';

export interface HealthParts {
  readonly branch: Pick<Branch, 'committed' | 'committedSeq' | 'now'>;
  readonly store: Pick<Store, 'epoch'>;
  /** Why nothing can be written now. */
  trouble(): LobbydError | null;
}

/** How the branch is, for a program that watches over this machine. */
export function healthOf({ branch, store, trouble }: HealthParts): Health {
  const journal = trouble()?.code ?? null;
  return {
    status: journal === null ? 'ok' : 'trouble',
    journal,
    hall: hallView(branch.committed, branch.now()).hall,
    asOfSeq: branch.committedSeq,
    epoch: store.epoch,
  };
}
