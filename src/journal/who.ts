import { unreachable } from '../errors.ts';
import type { Actor } from '../queue/commands.ts';

/** Who did something, in words: `keypad pad-3`, `http tablet-7`, `lobby-manager lm-1 by http tablet-7`, `schedule`. */
export function whoOf(actor: Actor): string {
  const name = nameOf(actor);
  const through = 'through' in actor && actor.through !== undefined ? ` by ${whoOf(actor.through)}` : '';
  return name === null ? actor.kind : `${actor.kind} ${name}${through}`;
}

/** The device, the client or the person; null where the kind says it all. */
export function nameOf(actor: Actor): string | null {
  switch (actor.kind) {
    case 'kiosk':
    case 'keypad':
    case 'rating-pad':
    case 'printer':
      return actor.device;
    case 'mqtt':
    case 'http':
      return actor.client;
    case 'web':
    case 'lobby-manager':
    case 'head-office':
      return actor.user;
    case 'schedule':
    case 'daemon':
      return null;
    default:
      return unreachable(actor, 'who');
  }
}
