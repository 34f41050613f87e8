import { describe, expect, it } from 'vitest';
import { emptyDisk, START } from '../../test/broker/fake-branch.ts';
import { minutes } from '../clock.ts';
import { COMMAND_NAMES } from '../commands/schema.ts';
import { LobbydError } from '../errors.ts';
import { LARGEST_BODY } from './body.ts';
import { tokenHash } from './clients.ts';
import { healthAnswer } from './health.ts';
import { type AskOptions, type HttpStand, LEAST_TOKEN, openHttpStand, TOKEN } from './stand.fake.ts';

const FULL = new LobbydError({ code: 'journal/disk-full', what: 'the disk is full', where: 'disk', next: 'make room' });

describe('a command over HTTP', () => {
  it('is done, and answered with its key', async () => {
    const { give } = await openHttpStand();
    const got = await give('issue', 'key-0001', { service: 'cash' });
    expect(got.status).toBe(200);
    expect(got.headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' });
    expect(got.json).toEqual({
      command: 'issue',
      id: 'key-0001',
      result: { kind: 'issued', ticket: 1, label: 'A001', ahead: 0 },
    });
  });

  it('tells the queue who asks, and what was left out', async () => {
    const { give, fake } = await openHttpStand();
    await give('issue', 'key-0001', { service: 'cash' });
    expect(fake.asked).toEqual([
      {
        type: 'issue',
        service: 'cash',
        segment: 'ordinary',
        language: 'zh-CN',
        handover: 'screen',
        id: { source: 'http:tablet', key: expect.stringMatching(/^key-0001 [0-9a-f]{16}$/) },
        actor: { kind: 'http', client: 'tablet' },
      },
    ]);
  });

  it('is answered after the commit, not before', async () => {
    const { give, fake } = await openHttpStand();
    const release = fake.holdCommits();
    let isAnswered = false;
    const giving = give('issue', 'key-0001', { service: 'cash' }).then((got) => {
      isAnswered = true;
      return got;
    });
    while (fake.asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(isAnswered).toBe(false);
    release();
    expect(await giving).toMatchObject({ status: 200 });
  });

  it('that the queue refuses is a conflict, which says why', async () => {
    const { give, log } = await openHttpStand();
    const got = await give('recall', 'key-0001', { counter: 'w2' });
    expect(got.status).toBe(409);
    expect(got.headers['content-type']).toBe('application/problem+json');
    expect(got.json).toEqual({
      title: 'Conflict',
      status: 409,
      code: 'no-open-ticket',
      detail: 'nobody is called or served at the counter',
      about: { counter: 'w2' },
      command: 'recall',
      id: 'key-0001',
    });
    expect(log.lines.filter((line) => line.startsWith('warn'))).toEqual([]);
  });

  it('that goes on after its answer is accepted', async () => {
    const { give, fake } = await openHttpStand();
    for (let count = 0; count < 5; count += 1) await fake.issue();
    expect(await give('ack', 'key-0001', { upTo: 4, epoch: 'e1' })).toMatchObject({
      status: 202,
      json: { result: { kind: 'confirmed', upTo: 4 } },
    });
    expect(await give('replay', 'key-0002', { from: 2 })).toMatchObject({
      status: 202,
      json: { result: { kind: 'replaying', from: 2, upTo: 5, head: 5 } },
    });
    expect((await give('ack', 'key-0003', { upTo: 9, epoch: 'e1' })).json.code).toBe('command/no-such-record');
    expect(await give('ack', 'key-0004', { upTo: 5, epoch: 'before' })).toMatchObject({ status: 409 });
  });

  it('that comes too late is not done', async () => {
    const { give, fake } = await openHttpStand();
    fake.setNow(START + 1);
    const got = await give('issue', 'key-0001', { service: 'cash', expiresAt: '2026-01-05T09:00:00+08:00' });
    expect(got).toMatchObject({ status: 409, json: { code: 'command/expired' } });
    expect(fake.asked).toEqual([]);
  });
});

describe('an idempotency key', () => {
  it('given again gets the first answer again, also after a restart', async () => {
    const disk = emptyDisk();
    const first = await openHttpStand({ disk });
    const answers = [await first.give('issue', 'same-key', { service: 'cash' })];
    answers.push(await first.give('issue', 'same-key', { service: 'cash', handover: 'screen' }));
    const second = await openHttpStand({ disk });
    answers.push(await second.give('issue', 'same-key', { expiresAt: '2099-01-01T00:00:00Z', service: 'cash' }));
    expect(answers.map(({ status, json }) => ({ status, json }))).toEqual(
      Array.from({ length: 3 }, () => ({ status: 200, json: answers[0]?.json })),
    );
    expect(disk.records).toHaveLength(1);
  });

  it('for something else is told, also after a restart, and nothing is done', async () => {
    const disk = emptyDisk();
    const first = await openHttpStand({ disk });
    await first.give('issue', 'same-key', { service: 'cash' });
    const second = await openHttpStand({ disk });
    for (const { give } of [first, second]) {
      expect(await give('issue', 'same-key', { service: 'wealth' })).toMatchObject({
        status: 422,
        json: { code: 'http/key-reused' },
      });
      expect(await give('call-next', 'same-key', { counter: 'w1' })).toMatchObject({ status: 422 });
    }
    expect(disk.records).toHaveLength(1);
    expect(await second.give('issue', 'same-key', { service: 'cash' })).toMatchObject({ status: 200 });
  });

  it('for something else is told while the first is under way', async () => {
    const { give, fake } = await openHttpStand();
    const release = fake.holdCommits();
    const first = give('issue', 'same-key', { service: 'cash' });
    while (fake.asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(await give('issue', 'same-key', { service: 'wealth' })).toMatchObject({ status: 422 });
    release();
    expect(await first).toMatchObject({ status: 200 });
  });

  it('belongs to its client, and one that begins as another is another', async () => {
    const { give, ask, fake } = await openHttpStand();
    await give('issue', 'same-key2', { service: 'wealth' });
    await give('issue', 'same-key', { service: 'cash' });
    const headers = { authorization: `Bearer ${LEAST_TOKEN}`, 'idempotency-key': 'same-key' };
    const body = JSON.stringify({ service: 'wealth' });
    expect(await ask('/v1/commands/issue', { headers, body })).toMatchObject({ status: 200 });
    expect(await give('issue', 'same-key', { service: 'cash' })).toMatchObject({ status: 200 });
    expect(new Set(fake.asked.map(({ id }) => `${id?.source} ${id?.key}`)).size).toBe(3);
  });
});

describe('who gives a command', () => {
  const answered = async (authorization: string | null): Promise<string> => {
    const { ask } = await openHttpStand();
    const { status, headers, text } = await ask('/v1/commands/issue', {
      headers: { authorization },
      body: '{"service":"cash"}',
    });
    return `${status} ${headers['www-authenticate']} ${text}`;
  };

  it.each([
    null,
    '',
    'Bearer',
    'Bearer ',
    `Basic ${TOKEN}`,
    TOKEN,
    `Bearer ${TOKEN.slice(1)}`,
    `Bearer ${TOKEN}0`,
    `Bearer ${TOKEN} ${TOKEN}`,
    `Bearer ${TOKEN.toUpperCase()}`,
    `Bearer ${'x'.repeat(2_000)}`,
  ])('is nobody by %j, and is not told why', async (authorization) => {
    const said = await answered(authorization);
    expect(said).toMatch(/^401 Bearer realm="lobbyd" /);
    expect(said).toBe(await answered(null));
  });

  it('is told by its token, whatever the spelling of the scheme', async () => {
    expect(await answered(`bearer  ${TOKEN}`)).toMatch(/^200 /);
  });

  it('stands in the log with its address, never with its token, and fills no log', async () => {
    const { ask, log, fake } = await openHttpStand();
    const wrong = TOKEN.replace('9', '8');
    for (let count = 0; count < 50; count += 1)
      await ask('/v1/commands/issue', { headers: { authorization: `Bearer ${wrong}` }, body: '{}' });
    const warned = log.lines.filter((line) => line.startsWith('warn http/not-authorised'));
    expect(warned).toHaveLength(20);
    expect(log.lines.join()).not.toContain(wrong.slice(5, 20));
    expect(fake.asked).toEqual([]);
  });

  it('gives the commands that the branch file says, and no other', async () => {
    const { ask, fake } = await openHttpStand();
    const headers = { authorization: `Bearer ${LEAST_TOKEN}` };
    for (const name of COMMAND_NAMES.filter((each) => each !== 'issue')) {
      const got = await ask(`/v1/commands/${name}`, { headers, body: '{"counter":"w1"}' });
      expect(got).toMatchObject({ status: 403, json: { code: 'http/not-allowed' } });
    }
    expect(fake.asked).toEqual([]);
    expect(await ask('/v1/commands/issue', { headers, body: '{"service":"cash"}' })).toMatchObject({ status: 200 });
  });
});

describe('a request that is not right', () => {
  const issue = '/v1/commands/issue';
  const json = (body: object): string => JSON.stringify(body);
  it.each<[string, string, AskOptions, object]>([
    ['has no key', issue, { headers: { 'idempotency-key': null } }, { status: 400, code: 'http/bad-key' }],
    ['has a short key', issue, { headers: { 'idempotency-key': '1234567' } }, { status: 400, code: 'http/bad-key' }],
    ['has a long key', issue, { headers: { 'idempotency-key': 'x'.repeat(65) } }, { status: 400 }],
    ['has a blank in its key', issue, { headers: { 'idempotency-key': 'abcd efgh' } }, { status: 400 }],
    ['has signs beyond ASCII in it', issue, { headers: { 'idempotency-key': 'abcdefgh\u00e9' } }, { status: 400 }],
    ['has no type', issue, { headers: { 'content-type': null } }, { status: 415, code: 'http/content-type' }],
    ['is a form', issue, { headers: { 'content-type': 'application/x-www-form-urlencoded' } }, { status: 415 }],
    ['is in Latin 1', issue, { headers: { 'content-type': 'application/json; charset=latin1' } }, { status: 415 }],
    ['is compressed', issue, { headers: { 'content-encoding': 'gzip' } }, { status: 415 }],
    ['is empty', issue, { body: '' }, { status: 400, code: 'command/not-json', pointer: '' }],
    ['is not JSON', issue, { body: '{"service":' }, { status: 400, code: 'command/not-json' }],
    ['is not UTF-8', issue, { body: Buffer.from([0x22, 0xff, 0x22]) }, { status: 400, code: 'command/not-json' }],
    ['is a list', issue, { body: '[]' }, { status: 400, code: 'command/bad-command', pointer: '' }],
    ['lacks a field', issue, { body: '{}' }, { status: 400, code: 'command/bad-command', pointer: '/service' }],
    ['has a wrong one', issue, { body: json({ service: 'a b' }) }, { status: 400, pointer: '/service' }],
    [
      'has a misspelt one',
      issue,
      { body: json({ service: 'cash', segmnet: 'gold' }) },
      { status: 400, pointer: '/segmnet' },
    ],
    ['has an id in its body', issue, { body: json({ id: 'k', service: 'cash' }) }, { status: 400, pointer: '/id' }],
    ['has a key that turns the text round', issue, { body: json({ service: 'cash', '\u202ek': 1 }) }, { pointer: '' }],
    ['is too large', issue, { body: ' '.repeat(LARGEST_BODY + 1) }, { status: 413, code: 'command/too-large' }],
    ['is no command', '/v1/commands/delete-all', { body: '{}' }, { status: 404, code: 'command/unknown-command' }],
    ['is what all objects have', '/v1/commands/constructor', { body: '{}' }, { status: 404 }],
    ['is below a command', '/v1/commands/issue/x', { body: '{}' }, { status: 404, code: 'http/no-such-path' }],
    ['is nowhere', '/', { method: 'GET' }, { status: 404 }],
    ['is of another version', '/v2/commands/issue', {}, { status: 404 }],
    ['is written in signs of percent', '/v1/commands/%69ssue', {}, { status: 404 }],
    ['turns the text round', `/v1/commands/${encodeURIComponent('is\u202esue')}`, {}, { status: 404 }],
    ['reads a command', issue, { method: 'GET' }, { status: 405, code: 'http/other-method', expected: 'POST' }],
    ['asks what it may', issue, { method: 'OPTIONS' }, { status: 405 }],
    ['writes the health', '/v1/health', {}, { status: 405, expected: 'GET, HEAD' }],
  ])('because it %s says so', async (_what, path, options, problem) => {
    const { ask, fake, log } = await openHttpStand();
    const got = await ask(path, options);
    expect({ ...got.json, status: got.status }).toMatchObject(problem);
    expect(got.headers['content-type']).toBe('application/problem+json');
    if (got.status === 405) expect(got.headers.allow).toBe(got.json.expected);
    expect(fake.asked).toEqual([]);
    expect(log.lines.filter((line) => line.startsWith('warn'))).toHaveLength(1);
    expect(`${log.lines}${got.text}`).not.toContain('\u202e');
  });

  it('at the bound of its size is right', async () => {
    const { ask } = await openHttpStand();
    const body = '{"service":"cash"}'.padEnd(LARGEST_BODY);
    expect(await ask(issue, { body })).toMatchObject({ status: 200 });
    const headers = { 'content-type': 'Application/JSON; charset=UTF-8', 'idempotency-key': 'key-00002' };
    expect(await ask(issue, { body: '{"service":"cash"}', headers })).toMatchObject({ status: 200 });
  });
});

describe('a branch with trouble', () => {
  const faulty = async (fault: LobbydError): Promise<HttpStand> => {
    const { fake } = await openHttpStand();
    return openHttpStand({ branch: { ...fake.branch, submit: async () => ({ kind: 'fault', fault }) } });
  };

  it('that cannot write says so, and when to ask again', async () => {
    const { give } = await faulty(FULL);
    const got = await give('issue', 'key-0001', { service: 'cash' });
    expect(got).toMatchObject({ status: 503, json: { code: 'journal/disk-full', detail: 'the disk is full' } });
    expect(got.headers['retry-after']).toBe('2');
  });

  it('that contradicts itself is at fault itself', async () => {
    const fault = new LobbydError({ code: 'branch/broken', what: 'broken', where: 'a', next: 'report it' });
    expect(await (await faulty(fault)).give('issue', 'key-0001', { service: 'cash' })).toMatchObject({ status: 500 });
  });

  it('throws nobody out when it throws', async () => {
    const { fake } = await openHttpStand();
    const { give, log } = await openHttpStand({
      branch: {
        ...fake.branch,
        wallOf: () => {
          throw new RangeError('planted');
        },
      },
    });
    expect(await give('issue', 'key-0001', { service: 'cash' })).toMatchObject({
      status: 500,
      json: { code: 'http/broken' },
    });
    expect(log.lines.some((line) => line.startsWith('error http/broken') && line.includes('planted'))).toBe(true);
    expect(await give('issue', 'key-0001', { service: 'cash' })).toMatchObject({ status: 500 });
  });

  it('tells it to whoever watches over the machine, without a token', async () => {
    const { ask, fake, setTrouble } = await openHttpStand();
    await fake.issue();
    const look = () => ask('/v1/health', { method: 'GET', headers: { authorization: null } });
    expect(await look()).toMatchObject({
      status: 200,
      json: { status: 'ok', journal: null, hall: 'open', asOfSeq: 1, epoch: 'e1' },
    });
    setTrouble(FULL);
    expect(await look()).toMatchObject({ status: 503, json: { status: 'trouble', journal: 'journal/disk-full' } });
    expect(await ask('/v1/health', { method: 'HEAD' })).toMatchObject({ status: 503, text: '' });
  });
});

describe('the health of the branch', () => {
  it('is told to this machine alone', async () => {
    const { fake } = await openHttpStand();
    const parts = { branch: fake.branch, store: fake.store, trouble: () => null };
    expect(healthAnswer('::ffff:127.0.0.1', parts)).toMatchObject({ status: 200, body: { status: 'ok' } });
    for (const from of ['10.0.0.7', '::ffff:10.0.0.7', undefined])
      expect(healthAnswer(from, parts)).toMatchObject({ status: 403, body: { code: 'http/loopback-only' } });
  });
});

describe('clients that change', () => {
  it('are let in at once, and those that are gone are not; what is under way is answered', async () => {
    const { http, give, ask, fake } = await openHttpStand();
    const release = fake.holdCommits();
    const asked = give('issue', 'key-0001', { service: 'cash' });
    while (fake.asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
    http.admit([{ name: 'new', commands: ['issue'], tokenHash: tokenHash('another-token') }]);
    expect(await give('issue', 'key-0002', { service: 'cash' })).toMatchObject({ status: 401 });
    release();
    expect(await asked).toMatchObject({ status: 200 });
    const headers = { authorization: 'Bearer another-token' };
    expect(await ask('/v1/commands/issue', { headers, body: '{"service":"cash"}' })).toMatchObject({ status: 200 });
    expect(fake.asked.at(-1)?.actor).toEqual({ kind: 'http', client: 'new' });
  });
});

describe('a day of a client', () => {
  it('goes over one connection, with others beside it', async () => {
    const { give, fake, ask } = await openHttpStand();
    const asked = Array.from({ length: 6 }, (_, index) => give('issue', `key-000${index}`, { service: 'cash' }));
    const headers = { authorization: `Bearer ${LEAST_TOKEN}` };
    asked.push(ask('/v1/commands/issue', { headers, body: '{"service":"wealth"}' }));
    const labels = (await Promise.all(asked)).map(({ json }) => (json.result as { label: string }).label);
    expect(new Set(labels).size).toBe(7);
    fake.setNow(START + minutes(10));
    expect(await give('call-next', 'key-0009', { counter: 'w1' })).toMatchObject({
      status: 200,
      json: { result: { kind: 'called', label: 'A001', counter: 'w1' } },
    });
  });
});
