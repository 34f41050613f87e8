import { describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import type { LinkReport, WireDevice } from '../devices/driver.ts';
import type { Wire, WireFactory } from '../devices/wire/wire.ts';
import { LobbydError } from '../errors.ts';
import { identify } from './identify.ts';

const clock = systemClock(() => false);

/** A wire that notes what is said on it. */
function notebook(): WireFactory & { readonly said: string[]; readonly isClosed: () => boolean } {
  const said: string[] = [];
  let isClosed = false;
  const wire: Wire = {
    name: 'pair',
    async write(bytes) {
      said.push(Buffer.from(bytes).toString());
      return { kind: 'written' };
    },
    async close() {
      isClosed = true;
    },
  };
  return { name: 'pair', said, isClosed: () => isClosed, open: async () => ({ kind: 'open', wire }) };
}

/** A driver that asks, and does this with its report. */
function driver(then: (report: LinkReport, wire: Wire) => void): WireDevice<'printer'> {
  return {
    port: {} as WireDevice<'printer'>['port'],
    begin(wire, report) {
      void wire.write(Buffer.from('who?'));
      then(report, wire);
      return { onBytes() {}, end() {} };
    },
    async close() {},
  };
}

describe('the question who is there', () => {
  it('is all that a device hears: what its driver would do next is not sent', async () => {
    const wires = notebook();
    const answer = await identify({
      device: 'printer1',
      clock,
      wires,
      async open({ condition }) {
        return driver((report, wire) => {
          report.identified('answers');
          condition('paper-out', true);
          void wire.write(Buffer.from('reset yourself'));
        });
      },
    });
    expect(answer).toEqual({ reason: null, detail: 'answers', conditions: ['paper-out'] });
    expect(wires.said).toEqual(['who?']);
    expect(wires.isClosed()).toBe(true);
  });

  it('is answered with the reason when the wire is refused', async () => {
    const reason = { kind: 'refused', detail: 'nobody listens' } as const;
    const wires: WireFactory = { name: 'tcp', open: async () => ({ kind: 'refused', reason }) };
    const asked = identify({ device: 'printer1', clock, wires, open: async () => driver(() => {}) });
    expect(await asked).toEqual({ reason: 'nobody listens', detail: '', conditions: [] });
  });

  it('leaves no port open when the driver fails', async () => {
    const wires = notebook();
    const broken = driver(() => {
      throw new LobbydError({ code: 'device/driver', what: 'it broke', where: 'test', next: 'mend it' });
    });
    const answer = await identify({ device: 'printer1', clock, wires, open: async () => broken });
    expect(answer.reason).toContain('its driver failed');
    expect(wires.isClosed()).toBe(true);
  });
});
