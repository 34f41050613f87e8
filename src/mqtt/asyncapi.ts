import { type ZodType, z } from 'zod';
import { TOPICS, type TopicKind } from './topics.ts';

/** Names of the parts of a topic that are not the same everywhere. */
const PARAMETERS = {
  root: { description: 'First level, from the configuration; `lobbyd` unless it says otherwise.' },
  branch: { description: 'Id of the branch.' },
  unit: { description: 'Which of the controllers of the branch; `main` where there is one.' },
  id: {
    description: 'Id of the counter, service, device or client; signs that a topic cannot carry are percent-encoded.',
  },
} as const;

/**
 * The whole contract as an AsyncAPI 3 document: every topic with the JSON Schema of its messages, made from the same
 * schemas that check the messages. `docs/mqtt.asyncapi.yaml` is this value; a test fails when it is stale.
 *
 * @param version of lobbyd
 */
export function asyncApi(version: string): object {
  const kinds = TOPICS.map((kind) => ({ kind, name: kind.pattern.replace(/\/\{id\}/g, '').replace(/\//g, '.') }));
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'lobbyd',
      version,
      description: 'Events, retained states and commands of one bank branch over MQTT 5 or 3.1.1. See docs/mqtt.md.',
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(kinds.map(({ kind, name }) => [name, channelOf(kind, name)])),
    operations: Object.fromEntries(kinds.map(({ kind, name }) => [name, operationOf(kind, name)])),
    components: {
      parameters: PARAMETERS,
      messages: Object.fromEntries(kinds.map(({ kind, name }) => [name, messageOf(kind, name)])),
    },
  };
}

function channelOf({ pattern }: TopicKind, name: string): object {
  const address = `{root}/v1/{branch}/{unit}/${pattern}`;
  const used = Object.keys(PARAMETERS).filter((parameter) => address.includes(`{${parameter}}`));
  return {
    address,
    parameters: Object.fromEntries(
      used.map((parameter) => [parameter, { $ref: `#/components/parameters/${parameter}` }]),
    ),
    messages: { [name]: { $ref: `#/components/messages/${name}` } },
  };
}

function operationOf({ publishedBy, qos, isRetained }: TopicKind, name: string): object {
  return {
    action: publishedBy === 'lobbyd' ? 'send' : 'receive',
    channel: { $ref: `#/channels/${name}` },
    bindings: { mqtt: { qos, retain: isRetained, bindingVersion: '0.2.0' } },
    ...(publishedBy === 'client' ? { reply: { channel: { $ref: '#/channels/res' } } } : {}),
  };
}

function messageOf(kind: TopicKind, name: string): object {
  const isEvent = kind.pattern.startsWith('evt/');
  return {
    name,
    contentType: isEvent ? 'application/cloudevents+json' : 'application/json',
    payload: jsonSchemaOf(kind.schema, kind.publishedBy),
  };
}

/**
 * What a client sends is described as it may be sent: with defaults left out, nothing unknown. What lobbyd sends may
 * get further fields within a version, which a reader ignores.
 */
function jsonSchemaOf(schema: ZodType, publishedBy: TopicKind['publishedBy']): object {
  const isOurs = publishedBy === 'lobbyd';
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io: isOurs ? 'output' : 'input',
    override({ jsonSchema }) {
      if (isOurs && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  return json;
}
