import { z } from 'zod';
import { isAddress } from '../../addresses.ts';
import { COMMAND_NAMES } from '../../commands/schema.ts';
import { choice, id, list, map, path, whole } from './values.ts';

const ADDRESS = 'an IP address of this machine such as 127.0.0.1, or 0.0.0.0 for all of them';

const clientSchema = map('A program that may give commands.', {
  name: id('Its name: stands in the journal and in logs as who asked.'),
  tokenFile: path('File whose first line is its token, for lobbyd alone: 128 bits of chance or more.'),
  commands: list(
    'Commands that it may give. Left out: all of them.',
    choice('A command.', COMMAND_NAMES),
    1,
    COMMAND_NAMES.length,
  ).optional(),
});

/** Commands over HTTP. */
export const httpSchema = map('Commands over HTTP (docs/http.md). Left out: no port is opened.', {
  listen: z
    .string({ error: () => ADDRESS })
    .refine(isAddress, { error: ADDRESS })
    .describe(`The address that it listens on. Expected: ${ADDRESS}.`)
    .prefault('127.0.0.1'),
  port: whole('The port that it listens on.', 1_024, 65_535).prefault(8_087),
  clients: list('Who may give commands.', clientSchema, 1, 32),
});
