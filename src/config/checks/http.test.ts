import { describe, expect, it } from 'vitest';
import { unreadable } from '../files.ts';
import { type Edits, linesOf, load } from '../spec.ts';

const TOKEN = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const OTHER = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

/** The small branch with commands over HTTP: what is told of it begins on line 12. */
const edits = (http: string, files: Edits['files'] = { 'etc/a': TOKEN, 'etc/b': OTHER }): Edits => ({
  branch: [['kiosks:', `http: ${http}\nkiosks:`]],
  files,
});
const lines = (...given: Parameters<typeof edits>): readonly string[] => linesOf(edits(...given));

describe('commands over HTTP', () => {
  it('are off when nothing is said of them', () => {
    expect(load({})).toMatchObject({ kind: 'ok', config: { http: null } });
  });

  it('are taken on this machine alone, and a client may give all of them, unless something else is said', () => {
    expect(load(edits('{ clients: [{ name: kiosk, tokenFile: a }] }'))).toMatchObject({
      kind: 'ok',
      warnings: [],
      config: {
        http: {
          listen: '127.0.0.1',
          port: 8_087,
          clients: [{ name: 'kiosk', tokenFile: expect.stringMatching(/\/etc\/a$/), commands: expect.any(Array) }],
        },
      },
    });
    const least = load(edits('{ clients: [{ name: kiosk, tokenFile: a, commands: [issue] }] }'));
    expect(least).toMatchObject({ config: { http: { clients: [{ commands: ['issue'] }] } } });
  });

  it('need a client with a token; addresses, ports and commands are ones that there are', () => {
    expect(lines('{}')).toEqual([
      'etc/branch.yaml:12:1: key "clients" is missing in http, expected a list of 1 to 32 entries',
    ]);
    expect(lines('{ listen: localhost, port: 80, clients: [{ name: k, tokenFile: a, commands: [isue] }] }')).toEqual([
      'etc/branch.yaml:12:17: http.listen is "localhost", expected an IP address of this machine such as 127.0.0.1, or 0.0.0.0 for all of them',
      'etc/branch.yaml:12:34: http.port is 80, expected a whole number from 1024 to 65535',
      'etc/branch.yaml:12:84: entry 1 of commands is "isue", expected "issue"',
    ]);
  });

  it('from other machines cross a network that others may read', () => {
    for (const listen of ['0.0.0.0', '10.0.0.7', '"::"', '"fe80::1"'])
      expect(lines(`{ listen: ${listen}, clients: [{ name: k, tokenFile: a }] }`)[0]).toMatch(
        /^etc\/branch\.yaml:12:17: warning: who can reach \S+ may try tokens/,
      );
    for (const listen of ['127.0.0.9', '"::1"'])
      expect(lines(`{ listen: ${listen}, clients: [{ name: k, tokenFile: a }] }`)).toEqual([]);
  });

  it("are not taken on the port of lobbyd's own broker", () => {
    const http = '{ port: 1884, clients: [{ name: k, tokenFile: a }] }\nmqtt: { embeddedPort: 1884 }';
    expect(lines(http)).toEqual([
      "etc/branch.yaml:12:15: 1884 is the port of lobbyd's own broker, expected a port of its own",
    ]);
  });

  it('come from clients that can be told apart', () => {
    expect(lines('{ clients: [{ name: k, tokenFile: a }, { name: k, tokenFile: b }] }')).toEqual([
      'etc/branch.yaml:12:54: "k" is the name of another client (line 12), expected a name of its own',
    ]);
    expect(
      lines('{ clients: [{ name: k, tokenFile: a }, { name: l, tokenFile: b }] }', { 'etc/a': TOKEN, 'etc/b': TOKEN }),
    ).toEqual([
      'etc/branch.yaml:12:68: the token in etc/b is that of another client (line 12), expected a token of its own: it tells who asks',
    ]);
  });

  it('need tokens that nobody guesses and few may read', () => {
    const one = '{ clients: [{ name: k, tokenFile: a }] }';
    const told = (files: Edits['files']): readonly string[] => lines(one, files);
    expect(told({})).toEqual([
      'etc/branch.yaml:12:41: the token file etc/a cannot be read: no such file, expected a readable file',
    ]);
    expect(told({ 'etc/a': 'secret\n' })).toEqual([
      'etc/branch.yaml:12:41: the token in etc/a has 31 bits at most, expected 128 bits of chance in its first line: openssl rand -hex 32',
    ]);
    expect(told({ 'etc/a': { kind: 'text', text: TOKEN, isOpenToAll: true } })).toEqual([
      'etc/branch.yaml:12:41: warning: every user of this machine may read the token file etc/a, expected a file for the user of the daemon alone (chmod o-r)',
    ]);
    expect(told({ 'etc/a': unreadable('no permission', true) })).toEqual([
      'etc/branch.yaml:12:41: warning: the token file etc/a was not checked: the user who runs this check may not read it, expected a file that the user of the daemon may read',
    ]);
  });
});
