import type { Rules } from '../queue/rules.ts';
import type { Config } from './config.ts';

/** The configuration as the queue sees it. Its version is the digest of the two files. */
export function rulesOf(config: Config): Rules {
  return {
    version: config.digest,
    services: config.services.map(({ rules }) => rules),
    segments: config.segments.map(({ names: _, ...rules }) => rules),
    counters: config.counters.map(({ rules }) => rules),
    profiles: config.profiles,
    ...(config.machines.length === 0 ? {} : { machines: config.machines.map(({ rules }) => rules) }),
    ...(config.switches.length === 0 ? {} : { switches: config.switches }),
    ...config.rules,
  };
}
