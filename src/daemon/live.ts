import type { Config } from '../config/config.ts';

/** The configuration in force. A reload puts another in its place: read it when it is needed, never keep parts of it. */
export interface Live {
  readonly config: Config;
}
