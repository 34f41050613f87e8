import type { Clock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import type { Victims } from './faults.ts';
import type { HeardEvent } from './mqtt-tap.ts';
import type { DaemonLife, Stage, StagedFiles } from './stage.ts';
import type { Stand } from './stand.ts';

export interface BranchStageParts {
  readonly config: Config;
  readonly clock: Clock;
  /** Times that branch time runs as fast as the world. */
  readonly speed: number;
  /** Of the page's files. */
  readonly build: string;
  /** Null until the emulators stand. */
  stand(): Stand | null;
  /** Null until the daemon is there. */
  victims(): Victims | null;
  /** Sends people into the hall, or stops them. */
  onTraffic(isOn: boolean): void;
  /** The ways of the lobby manager to the daemon. */
  readonly lobby: Pick<Stage, 'command' | 'explain'>;
  readonly files: { state(): StagedFiles; change: Stage['changeFiles'] };
}

/** The demo's stage and what changes on it. */
export interface BranchStage extends Stage {
  /** Something at a device changed. */
  deviceChanged(device: string): void;
  heard(event: HeardEvent): void;
  /** A retained state of the branch. */
  stated(thing: string, state: unknown): void;
  lives(daemon: DaemonLife): void;
  filesChanged(files: StagedFiles): void;
  /** A line of the daemon's log. */
  logged(line: string): void;
  /** What is broken may have changed by itself. */
  lookAtFaults(): void;
  /** Called with each event of the branch. */
  onEvent(listener: (event: HeardEvent) => void): () => void;
  stop(): void;
}
