import { FAULT_ACTIONS } from '../../src/devices/line-unit/actions.ts';

/** What a person or a fault can do to the emulated keypad. */
export const ACTIONS: readonly string[] = ['press KEY', ...FAULT_ACTIONS];
