// @ts-check
// A machine with a GPIO chip, as far as a daemon can tell: `/sys/class/gpio` by fuse-gpio.mjs in a mount namespace of its
// own. Plain JavaScript on Node alone: the tests and the bench both stand on it.
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FUSE = fileURLToPath(new URL('fuse-gpio.mjs', import.meta.url));

/**
 * @typedef {{ line: number, isExported: boolean, direction: 'in' | 'out', level: 0 | 1 }} LineState
 * @typedef {object} GpioStand
 * @property {string[]} before program and words that run another program on the machine with the chip
 * @property {(line: number, level: 0 | 1) => Promise<void>} level a pin changes from outside; resolves once it has
 * @property {(line: number) => Promise<void>} hold another program holds a line
 * @property {(line: number) => Promise<void>} release it does no more
 * @property {(line: number) => Promise<void>} unexport another program unexports a line
 * @property {(name: string) => Promise<void>} deny files of that name may not be opened
 * @property {(name: string) => Promise<void>} allow they may again
 * @property {(line: number) => LineState | undefined} lineOf what was last seen of a line that was exported
 * @property {() => Promise<void>} close
 */

/** @returns {string | null} why this machine cannot have the stand; null when it can */
export function missingForStand() {
  if (process.getuid?.() !== 0) return 'the GPIO stand mounts a file system, which only root may';
  try {
    accessSync('/dev/fuse', constants.R_OK | constants.W_OK);
  } catch {
    return 'the GPIO stand needs /dev/fuse (modprobe fuse)';
  }
  const tried = spawnSync('unshare', ['-m', '--propagation', 'private', 'nsenter', '--version'], { stdio: 'ignore' });
  return tried.status === 0 ? null : 'the GPIO stand needs unshare and nsenter, and a mount namespace of its own';
}

/**
 * Opens the stand.
 *
 * @param {{ label?: string, base?: number, onLine?: (state: LineState) => void }} [chip]
 * @returns {Promise<GpioStand>}
 */
export async function openGpioStand({ label = 'pinctrl-bcm2711', base = 512, onLine } = {}) {
  const room = mkdtempSync(join(tmpdir(), 'lobbyd-sysfs-'));
  const words = ['-m', '--propagation', 'private', process.execPath, FUSE, room, label, String(base)];
  const child = spawn('unshare', words, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  /** @type {Map<number, LineState>} */
  const lines = new Map();
  /** @type {Map<number, () => void>} */
  const asked = new Map();
  let next = 0;
  /** @type {Promise<void>} */
  const ended = new Promise((resolve) => child.once('exit', () => resolve()));
  await new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the GPIO stand ended with ${code}`)));
    child.on('message', (/** @type {any} */ message) => {
      if (message.kind === 'ready') resolve(undefined);
      if (message.kind === 'done') asked.get(message.id)?.();
      if (message.kind !== 'line') return;
      lines.set(message.line, message);
      onLine?.(message);
    });
  });
  /** @param {object} message @returns {Promise<void>} */
  const ask = (message) =>
    new Promise((resolve) => {
      next += 1;
      const id = next;
      asked.set(id, () => {
        asked.delete(id);
        resolve();
      });
      child.send({ ...message, id });
    });
  return {
    before: ['nsenter', '-t', String(child.pid), '-m', '--'],
    level: (line, level) => ask({ kind: 'level', line, level }),
    hold: (line) => ask({ kind: 'hold', line }),
    release: (line) => ask({ kind: 'release', line }),
    unexport: (line) => ask({ kind: 'unexport', line }),
    deny: (name) => ask({ kind: 'deny', name }),
    allow: (name) => ask({ kind: 'allow', name }),
    lineOf: (line) => lines.get(line),
    async close() {
      child.kill('SIGKILL');
      await ended;
      rmSync(room, { recursive: true, force: true });
    },
  };
}
