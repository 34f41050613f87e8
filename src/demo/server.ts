import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import Fastify, { type FastifyInstance } from 'fastify';
import { z } from 'zod';
import { asFault, messageOf } from '../errors.ts';
import type { Stage, StageChange } from './stage.ts';

/** The page's files, and where they are: beside the sources, also when the built program runs. */
const PAGE = new URL(import.meta.url.endsWith('.ts') ? './page/' : '../../../src/demo/page/', import.meta.url);
const FILES: Readonly<Record<string, { readonly file: string; readonly type: string }>> = {
  '/': { file: 'index.html', type: 'text/html; charset=utf-8' },
  '/page.js': { file: 'page.js', type: 'text/javascript; charset=utf-8' },
  '/page.css': { file: 'page.css', type: 'text/css; charset=utf-8' },
};
const ACT = z.strictObject({ device: z.string().min(1).max(64), action: z.string().min(1).max(64) });
/** Pages that may watch at once. */
const PAGES_MOST = 8;
/** Bytes that may wait for a page that does not read; beyond it the page is dropped and connects again. */
const PAGE_BEHIND_MOST = 1_000_000;

/** The page's server while it runs. */
export interface PageServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the demo's page on the loopback interface: the stage as server-sent events, a person's doings as POST.
 *
 * @param port 0 for any free one
 * @throws LobbydError `demo/port` when the port cannot be had
 */
export async function servePage(stage: Stage, port: number): Promise<PageServer> {
  const server = Fastify({ forceCloseConnections: true, bodyLimit: 4_096 });
  const pages = new Set<ServerResponse>();
  // A page of another site must not press buttons here, whatever name it gave to this address.
  server.addHook('onRequest', async (request, reply) => {
    const host = request.headers.host?.replace(/:\d+$/, '');
    if (host !== '127.0.0.1' && host !== 'localhost') await reply.code(403).send({ what: 'only from this machine' });
  });
  for (const [path, { file, type }] of Object.entries(FILES)) {
    server.get(path, async (_request, reply) => {
      await reply
        .type(type)
        .header('cache-control', 'no-store')
        .send(await readFile(new URL(file, PAGE)));
      return reply;
    });
  }
  routeStream(server, stage, pages);
  server.post('/act', async (request, reply) => {
    const asked = ACT.safeParse(request.body);
    if (!asked.success) return reply.code(400).send({ what: z.prettifyError(asked.error) });
    const end = await stage.act(asked.data.device, asked.data.action);
    return reply.code(end.kind === 'done' ? 200 : 409).send(end);
  });
  const unsubscribe = stage.onChange((change) => {
    for (const page of pages) send(page, ...message(change));
  });
  try {
    const url = await server.listen({ host: '127.0.0.1', port });
    return {
      url,
      async close() {
        unsubscribe();
        await server.close();
      },
    };
  } catch (caught) {
    unsubscribe();
    throw asFault(caught, {
      code: 'demo/port',
      what: `the page cannot be served: ${messageOf(caught)}`,
      where: `127.0.0.1:${port}`,
      next: 'give another port: npm start -- --port 8090',
    });
  }
}

function routeStream(server: FastifyInstance, stage: Stage, pages: Set<ServerResponse>): void {
  server.get('/stream', async (_request, reply) => {
    if (pages.size >= PAGES_MOST) return reply.code(503).send({ what: `${PAGES_MOST} pages watch already` });
    reply.hijack();
    const page = reply.raw;
    page.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    page.on('close', () => pages.delete(page));
    page.write('retry: 1000\n\n');
    send(page, 'stand', stage.snapshot());
    pages.add(page);
    return reply;
  });
}

function send(page: ServerResponse, name: string, data: unknown): void {
  if (page.writableLength > PAGE_BEHIND_MOST) page.destroy();
  else page.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
}

function message(change: StageChange): [string, unknown] {
  switch (change.kind) {
    case 'view':
      return ['view', { device: change.device, view: change.view }];
    case 'paper':
      return ['paper', change.slips];
    case 'mqtt':
      return ['mqtt', change.message];
    case 'daemon':
      return ['daemon', change.daemon];
  }
}
