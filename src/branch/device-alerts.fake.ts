import type { CommandOf } from '../queue/commands.ts';
import type { Branch } from './port.ts';

/** Devices of which nothing is told: for tests of what only passes alerts on. */
export function noDeviceAlerts(branch: Pick<Branch, 'submit'>) {
  return {
    devices: () => [],
    onChange: () => () => {},
    panic: () => {},
    acknowledge: (command: CommandOf<'acknowledge-alert'>) => branch.submit(command),
  };
}
