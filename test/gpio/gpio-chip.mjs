// @ts-check
// One GPIO chip as the kernel's sysfs sees it (drivers/gpio/gpiolib-sysfs.c): lines, what their files say and take.
// fuse-gpio.mjs gives it a file system; a process has one chip.

/** @typedef {{ line: number, serial: number, isExported: boolean, direction: 'in' | 'out', edge: string, isActiveLow: boolean, level: 0 | 1, events: number }} Line */

const EPERM = 1;
const EIO = 5;
const EBUSY = 16;
const ENODEV = 19;
const EINVAL = 22;

/** @typedef {{ kind: 'file', name: string, line: Line | null }} FileNode */

/** Lines that a chip may have. */
const MOST = 64;

/** The chip of this process: set before its files are read. `wake`: an edge came, or the line was unexported. */
export const chip = {
  label: '',
  base: 0,
  count: MOST,
  wake: (/** @type {Line} */ _line) => {},
  tell: (/** @type {object} */ _what) => {},
};

/** @type {Map<number, Line>} */
export const lines = new Map();
/** Levels that the pins have from outside, exported or not: pulled up. @type {(0 | 1)[]} */
const outside = Array.from({ length: MOST }, () => 1);
export const held = new Set();
let exports = 0;

/** @param {Line} line */
const logical = (line) => (line.isActiveLow ? 1 - line.level : line.level);

/** @param {FileNode} node @returns {string | number} its text, or an errno */
export function textOf({ name, line }) {
  if (line && !line.isExported) return ENODEV;
  if (line) {
    if (name === 'value') return `${logical(line)}\n`;
    if (name === 'active_low') return `${line.isActiveLow ? 1 : 0}\n`;
    return `${name === 'edge' ? line.edge : line.direction}\n`;
  }
  if (name === 'base') return `${chip.base}\n`;
  if (name === 'ngpio') return `${chip.count}\n`;
  return name === 'label' ? `${chip.label}\n` : EIO;
}

/** @param {FileNode} node @param {string} text @returns {number} an errno, or 0 */
export function written({ name, line }, text) {
  const word = text.trim();
  if (line && !line.isExported) return ENODEV;
  if (line) return writtenToLine(line, name, word);
  const number = Number(word) - chip.base;
  if (!/^\d+$/.test(word) || !(number >= 0 && number < chip.count)) return EINVAL;
  if (name === 'export') return exported(number);
  const gone = lines.get(number);
  if (name !== 'unexport' || !gone) return EINVAL;
  unexport(gone);
  return 0;
}

/** @param {number} number */
function exported(number) {
  if (lines.has(number) || held.has(number)) return EBUSY;
  exports += 1;
  lines.set(number, {
    line: number,
    serial: exports,
    isExported: true,
    direction: 'in',
    edge: 'none',
    isActiveLow: false,
    level: outside[number] ?? 0,
    events: 0,
  });
  chip.tell({ kind: 'line', ...stateOf(number) });
  return 0;
}

/** @param {Line} line */
export function unexport(line) {
  line.isExported = false;
  // An output keeps its level.
  if (line.direction === 'out') outside[line.line] = line.level;
  lines.delete(line.line);
  chip.wake(line);
  chip.tell({ kind: 'line', ...stateOf(line.line) });
}

/** @param {Line} line @param {string} name @param {string} word */
function writtenToLine(line, name, word) {
  switch (name) {
    case 'active_low':
      if (!/^\d+$/.test(word)) return EINVAL;
      line.isActiveLow = word !== '0';
      return 0;
    case 'edge':
      if (!['none', 'rising', 'falling', 'both'].includes(word)) return EINVAL;
      if (line.direction === 'out') return EIO;
      line.edge = word;
      return 0;
    case 'direction':
      if (!['in', 'out', 'high', 'low'].includes(word)) return EINVAL;
      if (word !== 'in' && line.edge !== 'none') return EIO;
      line.direction = word === 'in' ? 'in' : 'out';
      line.level = word === 'in' ? (outside[line.line] ?? 0) : word === 'high' ? 1 : 0;
      chip.tell({ kind: 'line', ...stateOf(line.line) });
      return 0;
    default:
      if (!/^\d+$/.test(word)) return EINVAL;
      if (line.direction === 'in') return EPERM;
      line.level = (word !== '0') !== line.isActiveLow ? 1 : 0;
      chip.tell({ kind: 'line', ...stateOf(line.line) });
      return 0;
  }
}

/** @param {number} number */
function stateOf(number) {
  const line = lines.get(number);
  return {
    line: number,
    isExported: line !== undefined,
    direction: line?.direction ?? 'in',
    level: line?.level ?? outside[number] ?? 0,
  };
}

/** A pin changes from outside. @param {number} number @param {0 | 1} level */
export function setOutside(number, level) {
  outside[number] = level;
  const line = lines.get(number);
  if (line?.direction !== 'in' || line.level === level) return;
  line.level = level;
  const isRising = logical(line) === 1;
  if (line.edge === 'both' || line.edge === (isRising ? 'rising' : 'falling')) {
    line.events += 1;
    chip.wake(line);
  }
}
