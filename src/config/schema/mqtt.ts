import { z } from 'zod';
import { map, path, text, whole } from './values.ts';

const BROKER_URL = 'mqtt://host:port or mqtts://host:port';
/** How the branch reaches its broker. */
export const mqttSchema = map('The broker. Without `url` lobbyd runs a broker of its own on this machine.', {
  url: z
    .string({ error: () => BROKER_URL })
    .regex(/^mqtts?:\/\/(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?\/?$/)
    .describe(`The branch's broker. Expected: ${BROKER_URL}.`)
    .optional(),
  username: text('Name to log in with; only with `url`.', 128).optional(),
  passwordFile: path('File whose first line is the password; only with `username`.').optional(),
  caFile: path('File with the certificate authority of an mqtts broker; only with `url`.').optional(),
  clientId: text('Client id; left out: lobbyd- and the id of the branch. Only with `url`.', 64).optional(),
  rootTopic: z
    .string({ error: () => 'topic levels of letters, digits, dashes and dots, divided by /' })
    .regex(/^[A-Za-z0-9.-]{1,32}(?:\/[A-Za-z0-9.-]{1,32}){0,3}$/)
    .describe('First part of every topic. Expected: topic levels of letters, digits, dashes and dots, divided by /.')
    .prefault('lobbyd'),
  embeddedPort: whole("Port of lobbyd's own broker on the loopback address; only without `url`.", 1, 65_535).prefault(
    1_883,
  ),
});
