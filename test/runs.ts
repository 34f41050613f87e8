/** How often a property is tried, for all tests: those of the queue, which reach nothing outside it, have it beside them. */
export { runs } from '../src/queue/runs-arbitrary.ts';
