import { describe, expect, it } from 'vitest';
import { linesOf } from '../spec.ts';

describe('the broker', () => {
  it('has a name to log in with only when there is a url', () => {
    expect(linesOf({ branch: [['kiosks:', 'mqtt: { username: lobbyd, clientId: a }\nkiosks:']] })).toEqual([
      'etc/branch.yaml:12:9: mqtt.username means nothing without mqtt.url, expected mqtt.url beside it',
      'etc/branch.yaml:12:27: mqtt.clientId means nothing without mqtt.url, expected mqtt.url beside it',
    ]);
  });

  it('has a password only beside a name', () => {
    expect(
      linesOf({ branch: [['kiosks:', 'mqtt: { url: "mqtts://broker:8883", passwordFile: secret }\nkiosks:']] }),
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
    expect(linesOf({ branch: [['kiosks:', 'mqtt: { url: "mqtt://broker", caFile: ca.pem }\nkiosks:']] })).toEqual([
      'etc/branch.yaml:12:31: mqtt.caFile means nothing to an unencrypted broker, expected an mqtts url',
    ]);
  });
});
