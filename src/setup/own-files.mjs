// @ts-check

/**
 * Packages that are loaded from node_modules: they look for files of their own (addons, workers, templates), or few branches
 * load them. All others are in the bundle.
 *
 * @type {readonly string[]}
 */
export const OWN_FILES = [
  'aedes',
  'better-sqlite3',
  'epoll',
  'node-thermal-printer',
  'onoff',
  'pino',
  'pino-pretty',
  'serialport',
  'unix-dgram',
];
