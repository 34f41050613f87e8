import { z } from 'zod';
import { choice, id, list, map } from './values.ts';

const PROGRAM = 'http/<client> or mqtt/<client>';
/** A program that gives commands: the way that it does, and its name there. */
export const PROGRAM_NAME = /^(http|mqtt)\/([A-Za-z0-9._%-]{1,64})$/;

const personSchema = map('A place of work of a person who acts by programs.', {
  id: id('Stands in the journal as who acted. Names a place of work, not a person.'),
  role: choice('What the person is.', ['lobby-manager', 'head-office']),
  by: list(
    'Programs that may speak for the person.',
    z
      .string({ error: () => PROGRAM })
      .regex(PROGRAM_NAME)
      .describe(`A client of \`http\`, or the last level of an MQTT reply topic. Expected: ${PROGRAM}.`),
    1,
    32,
  ),
});

/** Persons who act by programs. */
export const peopleSchema = list(
  'Persons for whom programs may speak: a command then names its `user`, and the journal has that person as the actor.',
  personSchema,
  0,
  64,
);
