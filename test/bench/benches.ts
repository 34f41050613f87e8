import type { Bench } from './frame/bench.ts';
import type { Manner } from './rows/decide.ts';

/** Every bench by its name, in the order of the table. Loaded in the process that runs it, and nowhere else. */
export const BENCHES: Readonly<Record<string, () => Promise<{ readonly bench: Bench }>>> = {
  press: () => import('./rows/press.ts'),
  gpio: () => import('./rows/gpio.ts'),
  call: () => import('./rows/call.ts'),
  commands: () => import('./rows/commands.ts'),
  mqtt: () => import('./rows/mqtt.ts'),
  http: () => import('./rows/http.ts'),
  start: () => import('./rows/start.ts'),
  memory: () => import('./rows/memory.ts'),
  growth: () => import('./rows/growth.ts'),
  decide: () => decideBy('plain'),
  'decide-mixed': () => decideBy('mixed'),
  'decide-scored': () => decideBy('scored'),
  estimate: () => import('./rows/estimate.ts'),
  simulate: () => import('./rows/simulate.ts'),
  disk: () => import('./rows/disk.ts'),
  bus: () => import('./rows/bus.ts'),
  ticket: () => import('./rows/ticket.ts'),
  paint: () => import('./rows/paint.ts'),
  report: () => import('./rows/report.ts'),
};

const decideBy = async (manner: Manner) => ({ bench: (await import('./rows/decide.ts')).benchOf(manner) });

/** Options of Node with which the process of a bench runs. */
export const FLAGS: Readonly<Record<string, readonly string[]>> = {
  growth: ['--expose-gc', '--max-semi-space-size=2'],
};
