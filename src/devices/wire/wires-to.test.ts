import { expect, test } from 'vitest';
import { fakeClock } from '../../clock.fake.ts';
import { silentLog } from '../log.ts';
import { LINE } from './spec.ts';
import { tcpPlace, wiresTo } from './wires-to.ts';

test.each([
  ['tcp://10.0.0.5:4001', { host: '10.0.0.5', port: 4001 }],
  ['tcp://moxa.branch.lan:950', { host: 'moxa.branch.lan', port: 950 }],
  ['tcp://[fe80::1]:4001', { host: 'fe80::1', port: 4001 }],
  ['tcp://10.0.0.5', null],
  ['tcp://10.0.0.5:70000', null],
  ['/dev/ttyUSB0', null],
])('%s is read as a device server or not', (port, place) => {
  expect(tcpPlace(port)).toEqual(place);
});

test('a port keeps the name that the technician gave it', () => {
  const options = { line: LINE, clock: fakeClock(), log: silentLog };
  for (const port of ['tcp://10.0.0.5:4001', 'tcp://[fe80::1]:4001', '/dev/serial/by-path/x']) {
    expect(wiresTo(port, options).name).toBe(port);
  }
});
