import type { Bench } from '../frame/bench.ts';
import { notMeasured } from '../frame/figure.ts';

/** How many commands a second does the daemon take over HTTP? */
export const bench: Bench = {
  run: async () =>
    ['1 caller', '10 callers'].map((callers, index) =>
      notMeasured(
        `http-${index === 0 ? 'one' : 'ten'}`,
        `durable commands, HTTP, ${callers}`,
        '/s',
        'no HTTP interface yet',
      ),
    ),
};
