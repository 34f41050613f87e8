import { FAULT_ACTIONS } from '../../src/devices/line-unit/actions.ts';

/** What a person or a fault can do to the emulated panel. */
export const ACTIONS: readonly string[] = ['press BUTTON', ...FAULT_ACTIONS.map((a) => a.replace('KEY', 'BUTTON'))];
