import type { Actor, ClientActor } from '../queue/commands.ts';
import type { CommandProblem } from './schema.ts';

/** A place of work, and the programs that speak for whoever is there. */
export interface Person {
  readonly id: string;
  readonly role: 'lobby-manager' | 'head-office';
  readonly by: readonly ClientActor[];
}

/**
 * Who acts: the person whom a program names, else the program.
 *
 * @param people whom the branch file knows
 * @param user as the command names the person; undefined: nobody
 * @returns a problem when the program may not speak for the person
 */
export function actorOf(
  people: readonly Person[],
  client: ClientActor,
  user: string | undefined,
): Actor | CommandProblem {
  if (user === undefined) return client;
  const speaks = ({ kind, client: name }: ClientActor): boolean => kind === client.kind && name === client.client;
  const person = people.find(({ id, by }) => id === user && by.some(speaks));
  if (person) return { kind: person.role, user, through: client };
  // Whether there is such a person is told to nobody who may not speak for it.
  return {
    code: 'command/unknown-user',
    what: `${client.client} may not speak for ${user}`,
    expected: 'a user for whom the branch file lets this program speak, or none',
  };
}
