import { describe, expect, it } from 'vitest';
import { unreadable } from '../config/files.ts';
import { load, memoryFiles } from '../config/spec.ts';
import { mqttSettings } from './mqtt.ts';

describe('the settings of the broker', () => {
  const login = 'mqtt: { url: "mqtts://b", username: u, passwordFile: /etc/secret, caFile: /etc/ca.pem }';
  const files = { '/etc/secret': 'p w\r\nsecond line\n', '/etc/ca.pem': '-----BEGIN CERTIFICATE-----\n' };
  const loaded = load({ branch: [['kiosks:', `${login}\nkiosks:`]], files });

  it('take the first line of the password file, and the whole certificate', () => {
    const settings = loaded.kind === 'ok' && mqttSettings(loaded.config, memoryFiles(files));
    expect(settings).toMatchObject({
      broker: { url: 'mqtts://b', username: 'u', password: 'p w', tls: { ca: files['/etc/ca.pem'] } },
    });
  });

  it('stop the start when the daemon may not read a file, with its name', () => {
    const kept = memoryFiles({ ...files, '/etc/secret': unreadable('no permission', true) });
    expect(() => loaded.kind === 'ok' && mqttSettings(loaded.config, kept)).toThrow(
      expect.objectContaining({ code: 'mqtt/secret', where: '/etc/secret' }),
    );
  });
});
