import type { Command } from '../queue/commands.ts';

/**
 * What every command of a simulated hall has: nobody sends it again, nobody is named. Commands are written with it, not
 * made by copying a wish: that costs more than deciding it.
 */
export const NOBODYS = { id: null, actor: { kind: 'daemon' } } as const;

/** A command before it has an identity and an actor. */
export type Wish = Command extends infer C ? (C extends Command ? Omit<C, 'id' | 'actor'> : never) : never;
