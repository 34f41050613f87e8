import { describe, expect, it } from 'vitest';
import { unreadable } from '../files.ts';
import { type Edits, linesOf } from '../spec.ts';

const AUTHORITY = '-----BEGIN CERTIFICATE-----\n';

/** What is told of a branch that logs in to an mqtts broker, when these files stand beside it. */
function loginLines(files: Edits['files']): readonly string[] {
  const mqtt = '{ url: "mqtts://b", caFile: ca.pem, username: u, passwordFile: /etc/secret }';
  return linesOf({ branch: [['kiosks:', `mqtt: ${mqtt}\nkiosks:`]], files: files ?? {} });
}

describe('the broker', () => {
  it('has a name to log in with only when there is a url', () => {
    expect(linesOf({ branch: [['kiosks:', 'mqtt: { username: lobbyd, clientId: a }\nkiosks:']] })).toEqual([
      'etc/branch.yaml:12:9: mqtt.username means nothing without mqtt.url, expected mqtt.url beside it',
      'etc/branch.yaml:12:27: mqtt.clientId means nothing without mqtt.url, expected mqtt.url beside it',
    ]);
  });

  it('has a password only beside a name', () => {
    expect(
      linesOf({
        branch: [['kiosks:', 'mqtt: { url: "mqtts://broker:8883", passwordFile: secret }\nkiosks:']],
        files: { 'etc/secret': 'x' },
      }),
    ).toEqual([
      'etc/branch.yaml:12:37: mqtt.passwordFile means nothing without mqtt.username, expected mqtt.username beside it',
    ]);
  });

  it('of the branch has no port of the embedded one', () => {
    expect(linesOf({ branch: [['kiosks:', 'mqtt: { url: "mqtt://broker", embeddedPort: 1884 }\nkiosks:']] })).toEqual([
      'etc/branch.yaml:12:31: mqtt.embeddedPort means nothing beside mqtt.url, expected one of the two',
    ]);
  });

  it('has a certificate authority only when it is encrypted', () => {
    expect(
      linesOf({
        branch: [['kiosks:', 'mqtt: { url: "mqtt://broker", caFile: ca.pem }\nkiosks:']],
        files: { 'etc/ca.pem': AUTHORITY },
      }),
    ).toEqual(['etc/branch.yaml:12:31: mqtt.caFile means nothing to an unencrypted broker, expected an mqtts url']);
  });

  it('has its password and its certificate in files, which are looked at before anything starts', () => {
    expect(loginLines({ 'etc/ca.pem': AUTHORITY, '/etc/secret': 'p\n' })).toEqual([]);
    expect(loginLines({})).toEqual([
      'etc/branch.yaml:12:35: the file etc/ca.pem of the certificate authority cannot be read: no such file, expected a readable file',
      'etc/branch.yaml:12:70: the password file /etc/secret cannot be read: no such file, expected a readable file',
    ]);
    expect(loginLines({ 'etc/ca.pem': '', '/etc/secret': '\nsecond line' })).toEqual([
      'etc/branch.yaml:12:35: the file etc/ca.pem holds no certificate, expected the certificate of the authority as PEM text',
      'etc/branch.yaml:12:70: the first line of the password file /etc/secret is empty, expected the password in its first line',
    ]);
  });

  it('has them also where who checks may not read them: that is told, and refuses nothing', () => {
    const forbidden = unreadable('no permission', true);
    expect(loginLines({ 'etc/ca.pem': forbidden, '/etc/secret': forbidden })).toEqual([
      'etc/branch.yaml:12:35: warning: the file etc/ca.pem of the certificate authority was not checked: the user who runs this check may not read it, expected a file that the user of the daemon may read',
      'etc/branch.yaml:12:70: warning: the password file /etc/secret was not checked: the user who runs this check may not read it, expected a file that the user of the daemon may read',
    ]);
  });

  it('has a password that not every user of the machine may read; its certificate is no secret', () => {
    const open = (text: string) => ({ kind: 'text', text, isOpenToAll: true }) as const;
    expect(loginLines({ 'etc/ca.pem': open(AUTHORITY), '/etc/secret': open('p') })).toEqual([
      'etc/branch.yaml:12:70: warning: every user of this machine may read the password file /etc/secret, expected a file for the user of the daemon alone (chmod o-r)',
    ]);
  });
});
