import { vi } from 'vitest';
import { minutes } from '../../src/clock.ts';

export { type Bell, clock, openBell, PATIENCE } from './waiting.ts';

// What a whole program does takes longer than what a function does.
vi.setConfig({ testTimeout: minutes(6), hookTimeout: minutes(6) });
