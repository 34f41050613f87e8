import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import Fastify, { type FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { asFault, messageOf } from '../errors.ts';
import { onceEach } from './once.ts';
import { RULE_WISH } from './rule-wish.ts';
import {
  ACT_POSTS,
  type ActEnd,
  type CommandEnd,
  type ExplainEnd,
  type FaultEnd,
  type FilesEnd,
  HOURS_CHOICES,
  MISTAKES,
  type Stage,
  type TrafficEnd,
} from './stage.ts';
import { openStageStream, type StageStream } from './stream.ts';

/** The page as it was built for browsers: beside the built program. */
const PAGE = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../dist/src/demo/page/' : './page/', import.meta.url),
);
const word = z.string().min(1).max(64);
const request = z.string().min(1).max(128).optional();
// What is done at a reader has the whole text of a code in it.
const ACT = z.strictObject({ device: word, action: z.string().min(1).max(300), request });
const FAULT = z.strictObject({ id: z.string().min(1).max(128), isOn: z.boolean(), request });
const TRAFFIC = z.strictObject({ isOn: z.boolean(), request });
// What the daemon knows no command of, and what is wrong with its fields, the daemon says.
const COMMAND = z.strictObject({ command: word, body: z.record(word, z.unknown()), request });
const EXPLAIN = z.strictObject({ label: word, language: z.enum(['zh-CN', 'en']), request });
const FILES = z.strictObject({
  wish: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('hours'), hours: z.enum(HOURS_CHOICES) }),
    z.strictObject({ kind: z.literal('ask-waiting'), above: z.int().min(0).max(999) }),
    z.strictObject({ kind: z.literal('per-day'), most: z.int().min(1).max(9_999).nullable() }),
    z.strictObject({ kind: z.literal('profile'), counter: word, profile: word }),
    z.strictObject({ kind: z.literal('rule'), wish: RULE_WISH }),
    z.strictObject({ kind: z.literal('mistake'), mistake: z.enum(MISTAKES) }),
    z.strictObject({ kind: z.literal('as-begun') }),
  ]),
  request,
});

/** The page's server while it runs. */
export interface PageServer {
  readonly url: string;
  close(): Promise<void>;
}

export interface PageServerParts {
  readonly stage: Stage;
  readonly clock: Clock;
  /** 0 for any free one. */
  readonly port: number;
  /** Folder of the built page; left out: beside the program. */
  readonly folder?: string;
}

/**
 * Which page this is: differs when any of its files does, since their names in it carry their hashes.
 *
 * @throws LobbydError `demo/page` when it was not built
 */
export function pageBuild(folder: string = PAGE): string {
  try {
    return createHash('sha256')
      .update(readFileSync(`${folder}/index.html`))
      .digest('hex')
      .slice(0, 12);
  } catch (caught) {
    throw asFault(caught, {
      code: 'demo/page',
      what: `the page was not built: ${messageOf(caught)}`,
      where: folder,
      next: 'build it: npm run build',
    });
  }
}

/**
 * Serves the demo's page on the loopback interface: the stage as server-sent events, a person's doings as POST.
 *
 * @throws LobbydError `demo/port` when the port cannot be had
 */
export async function servePage({ stage, clock, port, folder = PAGE }: PageServerParts): Promise<PageServer> {
  const server = Fastify({ forceCloseConnections: true, bodyLimit: 4_096 });
  const stream = openStageStream({ stage, clock, run: randomUUID().replaceAll('-', '') });
  // A page of another site must not press buttons here, whatever name it gave to this address.
  server.addHook('onRequest', async (asked, reply) => {
    const host = asked.headers.host?.replace(/:\d+$/, '');
    if (host !== '127.0.0.1' && host !== 'localhost') await reply.code(403).send({ what: 'only from this machine' });
  });
  routeFiles(server, folder);
  routeStream(server, stream);
  routePosts(server, stage);
  try {
    const url = await server.listen({ host: '127.0.0.1', port });
    return {
      url,
      async close() {
        stream.stop();
        await server.close();
      },
    };
  } catch (caught) {
    stream.stop();
    throw asFault(caught, {
      code: 'demo/port',
      what: `the page cannot be served: ${messageOf(caught)}`,
      where: `127.0.0.1:${port}`,
      next: 'give another port: npm start -- --port 8090',
    });
  }
}

function routeFiles(server: FastifyInstance, folder: string): void {
  void server.register(fastifyStatic, {
    root: folder,
    // Its own header would be set after ours: a page would be kept for as long as its hashed files.
    cacheControl: false,
    setHeaders(reply, path) {
      const isHashed = path.startsWith(`${folder.replace(/\/$/, '')}/assets/`);
      reply.setHeader('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-store');
    },
  });
}

function routeStream(server: FastifyInstance, stream: StageStream): void {
  server.get('/stream', async (asked, reply) => {
    const last = asked.headers['last-event-id'];
    reply.hijack();
    const watching = stream.watch(reply.raw, typeof last === 'string' ? last : null);
    if (watching.kind === 'watching') return reply;
    reply.raw.writeHead(503, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    reply.raw.end(JSON.stringify({ what: `${watching.pages} pages watch already` }));
    return reply;
  });
}

type End = ActEnd | FaultEnd | TrafficEnd | CommandEnd | ExplainEnd | FilesEnd;

function routePosts(server: FastifyInstance, stage: Stage): void {
  const post = <T extends { readonly request?: string | undefined }>(
    path: string,
    schema: z.ZodType<T>,
    run: (body: T) => Promise<End>,
  ): void => {
    const once = onceEach<End>();
    server.post(path, async (asked, reply) => {
      const body = schema.safeParse(asked.body);
      if (!body.success) return reply.code(400).send({ what: z.prettifyError(body.error) });
      const end = await once(body.data.request, () => run(body.data));
      return reply.code(end.kind === 'done' ? 200 : 409).send(end);
    });
  };
  post(ACT_POSTS.act, ACT, ({ device, action }) => stage.act(device, action));
  post(ACT_POSTS.fault, FAULT, ({ id, isOn }) => stage.setFault(id, isOn));
  post(ACT_POSTS.traffic, TRAFFIC, async ({ isOn }) => stage.setTraffic(isOn));
  post(ACT_POSTS.command, COMMAND, ({ command, body, request: id = randomUUID() }) => stage.command(command, body, id));
  post(ACT_POSTS.explain, EXPLAIN, ({ label, language }) => stage.explain(label, language));
  post(ACT_POSTS.files, FILES, ({ wish }) => stage.changeFiles(wish));
}
