import type { Figure } from './figure.ts';

/** What a bench is given. */
export interface BenchContext {
  /** Fewer of everything: shows that it works, and roughly where it stands. */
  readonly isQuick: boolean;
  readonly seed: number;
  /** A folder of its own on the disk of the journals; removed afterwards. */
  readonly directory: string;
  /** Where CPU profiles of the daemon go; null: none. */
  readonly profile: string | null;
  /** Options of Node that the daemon gets beside those of its unit. */
  readonly daemonFlags: readonly string[];
}

/** One question, answered by one or several figures. Runs in a process of its own. */
export interface Bench {
  run(context: BenchContext): Promise<readonly Figure[]>;
}
