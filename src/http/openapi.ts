import { STATUS_CODES } from 'node:http';
import { type ZodType, z } from 'zod';
import { COMMANDS, type CommandName } from '../commands/schema.ts';
import { ANSWERS, acceptedBody, doneBody, healthBody, IDEMPOTENCY_KEY, problemBody } from './schema.ts';

/** Noes that every command can get, with when. */
const NOES: Readonly<Record<number, string>> = {
  400: 'The body or the idempotency key is not right; `pointer` and `expected` say what.',
  401: 'The token is missing, or not one that is known.',
  403: 'This client may not give this command.',
  409: 'The rules of the branch refuse it (`code`, `about`), it came too late, or it speaks of another journal.',
  413: 'The body has more than 16 KiB.',
  415: 'The body is not sent as `application/json`.',
  422: 'Another command was given under this idempotency key.',
  429: 'This client has as many commands under way as it may: ask again, with the same key, after `Retry-After`.',
  500: 'The program contradicts itself: nothing was done.',
  503: 'Nothing is certain to be on disk: ask again, with the same key, after `Retry-After`.',
};

/**
 * Commands over HTTP as an OpenAPI 3.1 document, made from the same schemas that check the requests.
 * `docs/http.openapi.yaml` is this value.
 *
 * @param version of lobbyd
 */
export function openApi(version: string): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'lobbyd',
      version,
      description: 'Commands to the controller of one bank branch. See docs/http.md.',
    },
    servers: [{ url: 'http://127.0.0.1:8087', description: 'What the branch file says under `http`.' }],
    security: [{ token: [] }],
    paths: {
      ...Object.fromEntries(ANSWERS.map((answer) => [`/v1/commands/${answer.name}`, { post: operationOf(answer) }])),
      '/v1/health': { get: HEALTH },
    },
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'First line of the token file of a client.' },
      },
      parameters: {
        key: {
          name: 'Idempotency-Key',
          in: 'header',
          required: true,
          description:
            'The same key from the same client is done once and gets the first answer, also after a restart.',
          schema: { type: 'string', pattern: IDEMPOTENCY_KEY.source },
        },
      },
      responses: Object.fromEntries(Object.entries(NOES).map(([status, when]) => [status, noOf(status, when)])),
      schemas: {
        Done: jsonSchemaOf(doneBody, 'output'),
        Accepted: jsonSchemaOf(acceptedBody, 'output'),
        Problem: jsonSchemaOf(problemBody, 'output'),
        Health: jsonSchemaOf(healthBody, 'output'),
      },
    },
  };
}

const HEALTH = {
  operationId: 'health',
  summary: 'How the branch is; asked from this machine alone, without a token.',
  security: [],
  responses: {
    200: { description: 'Commands are done.', ...content('application/json', 'Health') },
    503: { description: 'The journal cannot be written.', ...content('application/json', 'Health') },
  },
};

const SUMMARIES: Readonly<Record<CommandName, string>> = {
  issue: 'Issues a ticket.',
  'call-next': 'Calls the next ticket to a counter; with none to call the request stands.',
  'call-ticket': 'Calls a certain ticket to a counter, from its queue or from where it is parked.',
  park: 'Sets the customer at a counter aside.',
  book: 'Expects a customer at a time.',
  'cancel-appointment': 'Expects the customer no more.',
  'check-in': 'Issues the ticket of an appointment.',
  'change-segment': 'Says that a customer is of another segment, and why.',
  'return-late': 'Brings a customer who was a no-show back into the queue.',
  'take-machine': 'Sends a customer who was offered a machine there, without a number.',
  rate: 'Takes a mark of a customer for the service that ended last at a counter, or of a ticket.',
  unpark: 'Sends a parked ticket back to its queue.',
  transfer: 'Sends the customer at a counter to a service, a window or a teller.',
  refer: 'Hands the customer at a counter to the client manager, with a reason.',
  'take-over': 'Has the customer of a counter whose teller is gone go on at another one.',
  handoff: 'Hands the customer at a counter on to the next step of the service.',
  finish: 'Ends what a counter does for its customer; a visit that has more to do goes on.',
  'add-service': 'Adds a service to a visit.',
  'drop-service': 'Takes a service that is still to come from a visit.',
  'mark-papers': 'Marks whether a customer has the papers that the service asks for.',
  'mark-bulk': 'Marks that a customer is a messenger with many slips, or that it is an ordinary visit after all.',
  'set-needs':
    'Says what a customer needs who does not hear or does not read small print, and which pager was handed out.',
  recall: 'Calls the ticket of a counter again.',
  'open-counter': 'Opens a counter, or ends its pause.',
  'set-hall':
    'Has the hall stand in evacuation, out of order, not open yet, in a break or closing, or lets the clock rule again.',
  reprint: 'Prints a copy of the slip of a ticket.',
  'test-print': 'Has a printer print a test slip.',
  'pause-counter': 'Pauses a counter.',
  'switch-profile': 'Has a counter follow another profile, or gives it back to schedule and switches.',
  'close-counter': 'Closes a counter where no customer is.',
  panic: 'A teller calls for help.',
  'acknowledge-alert': 'A person takes care of an alert.',
  replay: 'Has events published on MQTT once more.',
  ack: 'Tells up to which event head office has stored what it got on MQTT.',
};

function operationOf({ name, status }: (typeof ANSWERS)[number]): object {
  const isDone = status === 200;
  const description = isDone ? 'Done, and on disk.' : 'Taken: it goes on after the answer.';
  return {
    operationId: name,
    summary: SUMMARIES[name],
    parameters: [{ $ref: '#/components/parameters/key' }],
    requestBody: {
      required: true,
      content: { 'application/json': { schema: jsonSchemaOf(COMMANDS[name], 'input') } },
    },
    responses: {
      [status]: { description, ...content('application/json', isDone ? 'Done' : 'Accepted') },
      ...Object.fromEntries(Object.keys(NOES).map((no) => [no, { $ref: `#/components/responses/${no}` }])),
    },
  };
}

function noOf(status: string, description: string): object {
  const isPassing = status === '429' || status === '503';
  const headers = { 'Retry-After': { description: 'Seconds.', schema: { type: 'string' } } };
  return {
    description: `${STATUS_CODES[status]}. ${description}`,
    ...(isPassing ? { headers } : {}),
    ...content('application/problem+json', 'Problem'),
  };
}

function content(type: string, schema: string): object {
  return { content: { [type]: { schema: { $ref: `#/components/schemas/${schema}` } } } };
}

/** What lobbyd sends may get further fields within a version, which a reader ignores. */
function jsonSchemaOf(schema: ZodType, io: 'input' | 'output'): object {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    override({ jsonSchema }) {
      if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  return json;
}
