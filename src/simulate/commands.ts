import type { Command } from '../queue/commands.ts';

/** A command before it has an identity and an actor. */
export type Wish = Command extends infer C ? (C extends Command ? Omit<C, 'id' | 'actor'> : never) : never;
