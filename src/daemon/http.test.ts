import { describe, expect, it } from 'vitest';
import { smallBranch, TOKEN } from '../../test/branch/branches.ts';
import { memoryFiles } from '../config/spec.ts';
import { tokenHash } from '../http/clients.ts';
import { httpSettings } from './http.ts';

const config = smallBranch([
  'mqtt: {',
  'http: { clients: [{ name: tablet, tokenFile: token, commands: [issue] }] }\nmqtt: {',
]);

describe('commands over HTTP', () => {
  it('are nobody’s where the configuration says nothing of them', () => {
    expect(httpSettings(smallBranch(), memoryFiles({}))).toBeNull();
  });

  it('are those of the clients; of a token its hash alone is kept', () => {
    const settings = httpSettings(config, memoryFiles({ '/etc/lobbyd/token': `${TOKEN}\n` }));
    expect(settings).toEqual({
      listen: '127.0.0.1',
      port: 8_087,
      clients: [{ name: 'tablet', commands: ['issue'], tokenHash: tokenHash(TOKEN) }],
    });
  });

  it.each([
    ['is not there', {}, 'the token of tablet cannot be read: no such file'],
    ['is weak', { '/etc/lobbyd/token': 'secret' }, 'the token of tablet has 31 bits at most'],
  ])('are refused when a token %s, with its file', (_what, files, what) => {
    expect(() => httpSettings(config, memoryFiles(files))).toThrowError(
      expect.objectContaining({ code: 'http/secret', what, where: '/etc/lobbyd/token' }),
    );
  });
});
