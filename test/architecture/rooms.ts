import type { Facts } from './facts.ts';

/** Parts of the program that may not see everything, and what each may see. A room sees itself. */
const MAY_SEE: Readonly<Record<string, readonly string[]>> = {
  'src/queue/': [],
  'src/views/': ['src/queue/'],
  'src/simulate/': [
    'src/queue/',
    'src/config/',
    'src/views/',
    'src/branch/calendar.ts',
    'src/branch/hours.ts',
    'src/devices/driver.ts',
    'src/errors.ts',
    'src/clock.ts',
  ],
  // What loads the program cannot be a part of it.
  'src/program/': [],
  'src/errors.ts': [],
  'src/clock.ts': [],
  'src/clock-trust.ts': ['src/clock.ts'],
  'src/faster-clock.ts': ['src/clock.ts'],
  'src/addresses.ts': [],
  'src/lifetime.ts': ['src/errors.ts'],
  'src/incidents.ts': ['src/devices/log.ts', 'src/errors.ts'],
  'src/complaints.ts': ['src/devices/log.ts', 'src/errors.ts', 'src/clock.ts'],
  'src/log-lines.ts': [],
  'src/journald-lines.ts': ['src/log-lines.ts'],
  'src/log.ts': ['src/devices/log.ts', 'src/journald-lines.ts', 'src/log-lines.ts'],
  'src/process.ts': ['src/errors.ts', 'src/clock.ts'],
  'src/devices/': ['src/errors.ts', 'src/clock.ts'],
  'devices/': ['src/devices/', 'src/errors.ts', 'src/clock.ts'],
  'src/journal/': ['src/queue/', 'src/branch/health.ts', 'src/devices/log.ts', 'src/errors.ts', 'src/clock.ts'],
  'src/branch/': [
    'src/queue/',
    'src/journal/',
    'src/devices/kinds.ts',
    'src/devices/log.ts',
    'src/errors.ts',
    'src/clock.ts',
  ],
  'src/inputs/': ['src/queue/', 'src/views/', 'src/branch/', 'src/devices/', 'src/errors.ts', 'src/clock.ts'],
  'src/outputs/': [
    'src/queue/',
    'src/views/',
    'src/branch/',
    'src/journal/store.ts',
    'src/devices/',
    'src/errors.ts',
    'src/clock.ts',
  ],
  // What the rooms want to be told is written in their own words.
  'src/config/': [
    'src/addresses.ts',
    'src/commands/schema.ts',
    'src/commands/people.ts',
    'src/queue/',
    'src/inputs/',
    'src/outputs/',
    'src/branch/calendar.ts',
    'src/branch/hours.ts',
    'src/devices/',
    'src/errors.ts',
    'src/clock.ts',
    'src/log.ts',
  ],
  // What a client may ask for, and what it is told, by whatever it asks.
  'src/commands/': [
    'src/queue/',
    'src/views/hours-texts.ts',
    'src/views/number-texts.ts',
    'src/views/booking-texts.ts',
    'src/views/guidance.ts',
    'src/views/advice.ts',
    'src/branch/port.ts',
    'src/journal/store.ts',
    'src/journal/canonical.ts',
    'src/errors.ts',
  ],
  'src/mqtt/': [
    'src/commands/',
    'src/incidents.ts',
    'src/complaints.ts',
    'src/queue/',
    'src/views/',
    'src/report/',
    'src/branch/',
    'src/journal/',
    'src/devices/',
    'src/errors.ts',
    'src/clock.ts',
  ],
  'src/http/': [
    'src/commands/',
    'src/addresses.ts',
    'src/incidents.ts',
    'src/complaints.ts',
    'src/queue/',
    'src/views/',
    'src/branch/port.ts',
    'src/journal/store.ts',
    'src/devices/backoff.ts',
    'src/devices/log.ts',
    'src/errors.ts',
    'src/clock.ts',
  ],
  // It looks at a branch from outside: at its files, wires, journal and broker; it never opens a branch.
  'src/doctor/': [
    'src/config/',
    'src/devices/',
    'src/journal/',
    'src/mqtt/',
    'src/branch/health.ts',
    'src/errors.ts',
    'src/clock.ts',
  ],
  'src/init/': ['src/config/'],
  'src/report/': ['src/queue/', 'src/views/', 'src/branch/port.ts', 'src/journal/', 'src/errors.ts', 'src/clock.ts'],
  'src/web/': [
    'src/queue/',
    'src/views/',
    'src/branch/',
    'src/journal/',
    'src/report/',
    'src/errors.ts',
    'src/clock.ts',
  ],
  // The page knows what it is told: the types of what comes down the stream. It draws as all charts are drawn.
  'src/demo/page/': ['src/demo/stage.ts', 'src/views/step-chart.ts'],
  // The demo presses buttons and reads paper: it reaches the queue through wires, MQTT and HTTP alone. Of these it knows
  // what is published: the fields of commands, the shapes of states, the codes of refusals.
  'src/demo/': [
    'src/commands/schema.ts',
    'src/mqtt/schema/',
    'src/queue/refusals.ts',
    'devices/',
    'src/devices/',
    'src/config/',
    'src/errors.ts',
    'src/clock.ts',
    'src/faster-clock.ts',
    'src/process.ts',
    'src/lifetime.ts',
    'src/log.ts',
  ],
};

/** Composition roots: they pass the rooms to each other. */
const ROOTS = /^src\/(?:daemon\.ts|daemon\/|cli\/)/;
/** What runs in a branch all day. */
const DAEMON = /^src\/(?:daemon\.ts|daemon\/)/;
/** What nobody runs but who asks for it on the command line: it is to cost the daemon neither time nor memory. */
const BESIDE_DAEMON = 'src/simulate/';
/** Suites, fakes and fixtures stand beside what they test and may reach for fakes; `src/queue` and `devices` are held by Biome there too. */
const IS_TEST = /\.(?:test|contract|fake)\.ts$|\/spec\.ts$|arbitrary\.ts$|^test\/|^[^/]+\.ts$/;

/** Files that may touch what the rest of the program gets through a port. */
const DOORS: Readonly<Record<string, RegExp>> = {
  'src/clock.ts': /^(?:Date\.now|performance\.now|setTimeout|clearTimeout|setImmediate|clearImmediate)$/,
  'src/process.ts': /^(?:process|node:perf_hooks)$/,
  // It is there before any port.
  'src/program/main.ts': /^process$/,
};
/** Globals that are no door to time: arithmetic on a moment that is given. */
const HARMLESS = /^(?:Date\.UTC|Date\.parse|Date|AbortSignal|AbortSignal\.(?:any|abort))$/;
/** Modules of Node through which the same comes in by the back door. */
const BACK_DOORS = /^(?:node:)?(?:process|timers|timers\/promises|perf_hooks)$/;

/**
 * Whether a file is part of what runs in a branch.
 *
 * @param path from the root
 */
export const isProduct = (path: string): boolean => !IS_TEST.test(path);

/**
 * Imports that a room may not make, one line each.
 *
 * @param files all files of the project
 */
export function forbiddenImports(files: readonly Facts[]): readonly string[] {
  return files
    .filter(({ path }) => isProduct(path))
    .flatMap(({ path, imports }) => {
      const fakes = imports.filter(({ file }) => file !== null && IS_TEST.test(file));
      if (fakes.length > 0) return fakes.map(({ file, line }) => `${path}:${line}: the product may not import ${file}`);
      if (ROOTS.test(path)) {
        const beside = imports.filter(({ file }) => DAEMON.test(path) && file?.startsWith(BESIDE_DAEMON) === true);
        return beside.map(({ file, line }) => `${path}:${line}: the daemon may not import ${file}`);
      }
      const room = roomOf(path);
      if (!room) return [`${path}: stands in no room; give it one in test/architecture/rooms.ts`];
      const seen = [room, ...(MAY_SEE[room] ?? [])];
      return imports
        .filter(({ file }) => file !== null && !seen.some((prefix) => file.startsWith(prefix)))
        .map(({ file, line }) => `${path}:${line}: ${room} may not import ${file}`);
    });
}

function roomOf(path: string): string | undefined {
  return Object.keys(MAY_SEE).find((room) => path.startsWith(room));
}

/** What the demo may use besides lobbyd: no database, no thread and no message channel that leads past wires, MQTT and HTTP. */
const DEMO_MAY_USE =
  /^(?:node:(?:fs|fs\/promises|path|os|url|net|http|readline|child_process|crypto)|commander|fastify|@fastify\/static|mqtt|yaml|zod)$/;

/** The page is bundled with what it draws with. */
const PAGE = 'src/demo/page/';
const PAGE_MAY_USE = /^(?:preact|preact\/hooks|d3-scale|d3-shape)$/;

/**
 * Packages through which the demo could reach the queue past wires, MQTT and HTTP, one line each.
 *
 * @param files all files of the project
 */
export function demoSideDoors(files: readonly Facts[]): readonly string[] {
  return files
    .filter(({ path }) => isProduct(path) && path.startsWith('src/demo/'))
    .flatMap(({ path, imports }) =>
      imports
        .filter(({ file, from }) => file === null && !(path.startsWith(PAGE) ? PAGE_MAY_USE : DEMO_MAY_USE).test(from))
        .map(({ from, line }) => `${path}:${line}: the demo may not use ${from}`),
    );
}

/**
 * Uses of the clock and of the process past their ports, one line each. A page has the browser's own.
 *
 * @param files all files of the project
 */
export function sideDoors(files: readonly Facts[]): readonly string[] {
  return files
    .filter(({ path }) => isProduct(path) && !path.startsWith(PAGE))
    .flatMap(({ path, globals, imports }) => [
      ...globals
        .filter(({ name }) => !HARMLESS.test(name) && !DOORS[path]?.test(name))
        .map(({ name, line }) => `${path}:${line}: ${name}`),
      ...imports
        .filter(({ from }) => BACK_DOORS.test(from) && !DOORS[path]?.test(from))
        .map(({ from, line }) => `${path}:${line}: import ${from}`),
    ]);
}

/**
 * Contract suites that fewer than two tests run, one line each.
 *
 * @param files all files of the project
 */
export function lonelyContracts(files: readonly Facts[]): readonly string[] {
  return files
    .filter(({ path }) => path.endsWith('.contract.ts'))
    .flatMap((suite) => {
      const runs = files
        .filter(({ path, imports }) => path.endsWith('.test.ts') && imports.some(({ file }) => file === suite.path))
        .flatMap(({ calls }) => calls.filter(({ name }) => suite.exports.some((made) => made.name === name)));
      return runs.length < 2 ? [`${suite.path}: run ${runs.length} times, by fewer than two implementations`] : [];
    });
}

/**
 * Exported functions and classes of the product without a docstring, one line each.
 *
 * @param files all files of the project
 */
export function undocumented(files: readonly Facts[]): readonly string[] {
  return files
    .filter(({ path }) => isProduct(path))
    .flatMap(({ path, exports }) =>
      exports.filter(({ isDocumented }) => !isDocumented).map(({ name, line }) => `${path}:${line}: ${name}`),
    );
}
