import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../test/runs.ts';
import { COMMAND_NAMES } from '../commands/schema.ts';
import { LARGEST_BODY } from './body.ts';
import { openHttpStand, TOKEN } from './stand.fake.ts';

const HEAD = `POST /v1/commands/issue HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${TOKEN}\r\nidempotency-key: key-00001`;
/** Short enough to wait for, real as they are Node's own. */
const SHORT = { headersWithin: 100, requestWithin: 200, idleFor: 100, lookEvery: 20 };

describe('bytes of any kind', () => {
  it('are never a fault of the branch, and it goes on', async () => {
    const { raw, give, log, fake } = await openHttpStand({ limits: SHORT });
    const lines = fc.array(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 40 }),
        fc.constantFrom('POST /v1/commands/issue HTTP/1.1', 'GET /v1/health HTTP/1.1', 'host: a', '', HEAD),
        fc.constantFrom('content-length: 3', 'content-length: -1', 'transfer-encoding: chunked', '1', 'a', '0'),
      ),
      { maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(lines, async (some) => {
        const answer = await raw(`${some.join('\r\n')}\r\n\r\n`);
        expect(answer).not.toMatch(/HTTP\/1\.1 5/);
      }),
      { numRuns: runs(40) },
    );
    expect(log.lines.filter((line) => line.startsWith('error'))).toEqual([]);
    fake.asked.length = 0;
    expect(await give('issue', 'key-0001', { service: 'cash' })).toMatchObject({ status: 200 });
  });

  it('in a body are at most a mistake of who sent them', async () => {
    const { ask, fake, log } = await openHttpStand();
    const body = fc.oneof(fc.uint8Array({ maxLength: 64 }), fc.json().map(Buffer.from));
    const command = fc.constantFrom(...COMMAND_NAMES);
    await fc.assert(
      fc.asyncProperty(command, body, async (name, bytes) => {
        const { status, json } = await ask(`/v1/commands/${name}`, { body: bytes });
        expect(status).toBe(400);
        expect(json.code).toMatch(/^command\//);
      }),
    );
    expect(fake.asked).toEqual([]);
    expect(log.lines.filter((line) => line.startsWith('warn')).length).toBeLessThanOrEqual(20);
    expect(LARGEST_BODY).toBe(16_384);
  });
});
