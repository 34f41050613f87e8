import type { Config } from '../config/config.ts';
import { type Finding, fault, ok } from './finding.ts';
import type { Machine } from './machine.ts';

/** Devices on pins of this machine, in the words of their drivers: how each is reached, or what the machine lacks. */
export function examinePins({ pinsDevices }: Config, machine: Machine): readonly Finding[] {
  const files = { read: machine.text, list: machine.list, realPath: machine.realPath };
  return pinsDevices.flatMap(({ id, driver, settings }) => {
    const { summary, troubles, paste } = driver.examine(settings, files);
    if (troubles.length === 0) return [ok('pins/ok', id, summary)];
    return troubles.map(({ path, what, expected }) => {
      const lines = paste ? `; put into ${paste.file}: ${paste.lines.join(', ')}` : '';
      return fault('pins/missing', [id, ...path].join('.'), what, `expected: ${expected}${lines}`);
    });
  });
}
