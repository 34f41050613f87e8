import { afterAll } from 'vitest';
import { killRunning } from './program.ts';

export { type Ended, type LogLine, PROGRAM, type Run, runProgram, startProgram } from './program.ts';

// What a test starts is ended after the last test of its file at the latest.
afterAll(killRunning);
