// @ts-check
// A kernel's `/sys/class/gpio` on a machine that has none: a file system in user space (FUSE protocol 7.31, Linux
// include/uapi/linux/fuse.h) with one GPIO chip. Started by gpio-stand.mjs in a mount namespace of its own, as root;
// it must be its own process: whoever reads these files synchronously waits for this process to answer.
//
// What it does as the kernel does, seen on gpio-sim of Linux 6.1: the chip's base is not 0, so that a bare GPIO number is
// EINVAL; a second export and a line held by somebody else are EBUSY; `edge` of an output is EIO, writing the value of an
// input EPERM; `high` and `low` are directions; a value file of a line that was unexported is ENODEV and wakes its pollers.
import { spawnSync } from 'node:child_process';
import { mkdirSync, openSync, read, writeSync } from 'node:fs';
import { join } from 'node:path';
import { chip, held, lines, setOutside, textOf, unexport, written } from './gpio-chip.mjs';

/** @typedef {import('./gpio-chip.mjs').Line} Line */
/** @typedef {{ kind: 'root' } | { kind: 'chip' } | { kind: 'line', line: Line } | { kind: 'file', name: string, line: Line | null }} Node */

const ENOENT = 2;
const ENODEV = 19;
const EINVAL = 22;
const EACCES = 13;
const ENOSYS = 38;

// biome-ignore format: a table
const OP = {
  lookup: 1, forget: 2, getattr: 3, setattr: 4, open: 14, read: 15, write: 16, release: 18, flush: 25, init: 26,
  opendir: 27, readdir: 28, releasedir: 29, access: 34, interrupt: 36, destroy: 38, poll: 40, batchForget: 42,
};
const POLL_PRI = 0x02;
const POLL_ERR = 0x08;
const POLL_DEFAULT = 0x145; // IN, OUT, RDNORM, WRNORM
const FOPEN_DIRECT_IO = 1;
const NOTIFY_POLL = 1;

const [room = '', label = '', base = '', count = '58'] = process.argv.slice(2);
Object.assign(chip, { label, base: Number(base), count: Number(count), wake, tell });
const denied = new Set();
/** @type {Map<number, Node>} */
const nodes = new Map([[1, { kind: 'root' }]]);
/** @type {Map<string, number>} */
const ids = new Map([['', 1]]);
/** @type {Map<bigint, { node: Node, seen: number, handles: Set<bigint> }>} */
const files = new Map();
let nextFile = 1n;

const CHIP_FILES = ['base', 'label', 'ngpio'];
const LINE_FILES = ['active_low', 'direction', 'edge', 'value'];

/** @param {Node} node */
function childrenOf(node) {
  if (node.kind === 'root')
    return ['export', 'unexport', `gpiochip${chip.base}`, ...[...lines.keys()].map((n) => `gpio${chip.base + n}`)];
  if (node.kind === 'chip') return CHIP_FILES;
  return node.kind === 'line' ? LINE_FILES : [];
}

/** @param {number} parent @param {string} name @returns {number | null} */
function lookUp(parent, name) {
  const node = nodes.get(parent);
  if (!node || !childrenOf(node).includes(name)) return null;
  const line = node.kind === 'root' ? (lines.get(Number(name.slice(4)) - chip.base) ?? null) : null;
  // A line that is exported again is another node than the one before.
  const key = `${parent}/${name}#${line?.serial ?? 0}`;
  const known = ids.get(key);
  if (known !== undefined) return known;
  const id = nodes.size + 1;
  ids.set(key, id);
  nodes.set(id, made(node, name, line));
  return id;
}

/** @param {Node} parent @param {string} name @param {Line | null} line @returns {Node} */
function made(parent, name, line) {
  if (parent.kind === 'root' && name.startsWith('gpiochip')) return { kind: 'chip' };
  if (parent.kind === 'root' && line && name.startsWith('gpio')) return { kind: 'line', line };
  return { kind: 'file', name, line: parent.kind === 'line' ? parent.line : null };
}

/** @param {Line} line */
function wake(line) {
  for (const { node, handles } of files.values()) {
    if (node.kind !== 'file' || node.line !== line || node.name !== 'value') continue;
    for (const handle of handles) {
      const note = Buffer.alloc(24);
      note.writeUInt32LE(24, 0);
      note.writeInt32LE(NOTIFY_POLL, 4);
      note.writeBigUInt64LE(handle, 16);
      send(note);
    }
    handles.clear();
  }
}

/** @param {Buffer} bytes */
function send(bytes) {
  try {
    writeSync(device, bytes);
  } catch (caught) {
    // ENOENT: whoever asked was interrupted, or polls no more.
    if (/** @type {NodeJS.ErrnoException} */ (caught).code !== 'ENOENT') throw caught;
  }
}

/** @param {bigint} unique @param {Buffer | number} answer bytes, or an errno */
function reply(unique, answer) {
  const body = typeof answer === 'number' ? Buffer.alloc(0) : answer;
  const head = Buffer.alloc(16);
  head.writeUInt32LE(16 + body.length, 0);
  head.writeInt32LE(typeof answer === 'number' ? -answer : 0, 4);
  head.writeBigUInt64LE(unique, 8);
  send(Buffer.concat([head, body]));
}

/** @param {number} id @returns {Buffer} a fuse_attr */
function attributes(id) {
  const node = nodes.get(id);
  const bytes = Buffer.alloc(88);
  bytes.writeBigUInt64LE(BigInt(id), 0);
  const isFile = node?.kind === 'file';
  bytes.writeBigUInt64LE(isFile ? 4_096n : 0n, 8);
  const isWriteOnly = isFile && (node.name === 'export' || node.name === 'unexport');
  bytes.writeUInt32LE(isFile ? 0o100000 | (isWriteOnly ? 0o220 : 0o664) : 0o40755, 60);
  bytes.writeUInt32LE(1, 64);
  bytes.writeUInt32LE(4_096, 80);
  return bytes;
}

/** @param {number} id */
const entry = (id) => Buffer.concat([numbers(BigInt(id), 0n, 0n, 0n, 0n), attributes(id)]);
/** @param {bigint[]} values */
function numbers(...values) {
  const bytes = Buffer.alloc(8 * values.length);
  for (const [index, value] of values.entries()) bytes.writeBigUInt64LE(value, 8 * index);
  return bytes;
}

/** @param {number} id @param {number} offset */
function directory(id, offset) {
  const node = nodes.get(id);
  const names = node ? childrenOf(node) : [];
  const parts = names.slice(offset).map((name, index) => {
    const text = Buffer.from(name);
    const bytes = Buffer.alloc(Math.ceil((24 + text.length) / 8) * 8);
    bytes.writeBigUInt64LE(BigInt(offset + index + 2), 0);
    bytes.writeBigUInt64LE(BigInt(offset + index + 1), 8);
    bytes.writeUInt32LE(text.length, 16);
    bytes.writeUInt32LE(node?.kind === 'root' && name.startsWith('gpio') ? 4 : 8, 20);
    text.copy(bytes, 24);
    return bytes;
  });
  return Buffer.concat(parts);
}

/** @param {number} id */
function opened(id) {
  const node = nodes.get(id);
  if (node?.kind === 'file' && denied.has(node.name)) return EACCES;
  if (node?.kind === 'file' && node.line && !node.line.isExported) return ENODEV;
  const handle = nextFile;
  nextFile += 1n;
  files.set(handle, { node: node ?? { kind: 'root' }, seen: -1, handles: new Set() });
  return numbers(handle, BigInt(FOPEN_DIRECT_IO));
}

/** @param {Buffer} body of a fuse_poll_in */
function polled(body) {
  const file = files.get(body.readBigUInt64LE(0));
  const answer = Buffer.alloc(8);
  if (file?.node.kind !== 'file' || file.node.line === null || file.node.name !== 'value') {
    answer.writeUInt32LE(POLL_DEFAULT, 0);
    return answer;
  }
  const { line } = file.node;
  if ((body.readUInt32LE(16) & 1) !== 0) file.handles.add(body.readBigUInt64LE(8));
  const isNews = !line.isExported || file.seen !== line.events;
  answer.writeUInt32LE(isNews ? POLL_DEFAULT | POLL_PRI | POLL_ERR : POLL_DEFAULT, 0);
  return answer;
}

/** @param {Buffer} body of a fuse_read_in @returns {Buffer | number} */
function readFrom(body) {
  const file = files.get(body.readBigUInt64LE(0));
  if (file?.node.kind !== 'file') return EINVAL;
  const text = textOf(file.node);
  if (typeof text === 'number') return text;
  if (file.node.line) file.seen = file.node.line.events;
  const from = Number(body.readBigUInt64LE(8));
  return Buffer.from(text.slice(from, from + body.readUInt32LE(16)));
}

/** @param {Buffer} body of a fuse_write_in with its data @returns {Buffer | number} */
function writeTo(body) {
  const file = files.get(body.readBigUInt64LE(0));
  if (file?.node.kind !== 'file') return EINVAL;
  const size = body.readUInt32LE(16);
  const fault = written(file.node, body.toString('latin1', 40, 40 + size));
  return fault === 0 ? numbers(BigInt(size)) : fault;
}

/** @param {number} op @param {number} id @param {Buffer} body @returns {Buffer | number | null} null: no answer is due */
function answerTo(op, id, body) {
  switch (op) {
    case OP.init: {
      const answer = Buffer.alloc(64);
      answer.writeUInt32LE(7, 0);
      answer.writeUInt32LE(31, 4);
      answer.writeUInt32LE(65_536, 8);
      answer.writeUInt16LE(12, 16);
      answer.writeUInt16LE(9, 18);
      answer.writeUInt32LE(4_096, 20);
      answer.writeUInt32LE(1, 24);
      return answer;
    }
    case OP.lookup: {
      const found = lookUp(id, body.toString('utf8', 0, body.indexOf(0)));
      return found === null ? ENOENT : entry(found);
    }
    case OP.getattr:
    case OP.setattr:
      return Buffer.concat([numbers(0n, 0n), attributes(id)]);
    case OP.open:
    case OP.opendir:
      return opened(id);
    case OP.readdir:
      return directory(id, Number(body.readBigUInt64LE(8)));
    case OP.read:
      return readFrom(body);
    case OP.write:
      return writeTo(body);
    case OP.poll:
      return polled(body);
    case OP.release:
    case OP.releasedir:
      files.delete(body.readBigUInt64LE(0));
      return Buffer.alloc(0);
    case OP.flush:
    case OP.access:
    case OP.destroy:
      return Buffer.alloc(0);
    case OP.forget:
    case OP.batchForget:
    case OP.interrupt:
      return null;
    default:
      return ENOSYS;
  }
}

const request = Buffer.alloc(1 << 17);
function listen() {
  read(device, request, 0, request.length, null, (fault, size) => {
    // ENODEV: unmounted.
    if (fault && fault.code === 'ENODEV') process.exit(0);
    if (!fault) {
      const unique = request.readBigUInt64LE(8);
      const body = request.subarray(40, size);
      const answer = answerTo(request.readUInt32LE(4), Number(request.readBigUInt64LE(16)), body);
      if (answer !== null) reply(unique, answer);
    }
    listen();
  });
}

/** @param {object} what */
function tell(what) {
  if (process.connected) process.send?.(what);
}

/** @param {string} command @param {string[]} args @param {(number | 'ignore' | 'inherit')[]} [stdio] */
function must(command, args, stdio) {
  const ran = spawnSync(command, args, { stdio: stdio ?? ['ignore', 'inherit', 'inherit'] });
  if (ran.status !== 0)
    throw new Error(`${command} ${args.join(' ')}: ${ran.error?.message ?? `it ended with ${ran.status}`}`);
}

// A kernel without the class has no place for it: an overlay gives one and keeps the other classes.
mkdirSync(join(room, 'gpio'));
must('mount', ['-t', 'overlay', 'overlay', '-o', `lowerdir=${room}:/sys/class`, '/sys/class']);
const device = openSync('/dev/fuse', 'r+');
must(
  'mount',
  ['-i', '-t', 'fuse', '-o', 'fd=3,rootmode=40000,user_id=0,group_id=0,allow_other', 'lobbyd-gpio', '/sys/class/gpio'],
  ['ignore', 'inherit', 'inherit', device],
);
listen();

process.on(
  'message',
  (/** @type {{ kind: string, line: number, level: 0 | 1, name: string, id: number }} */ message) => {
    if (message.kind === 'level') setOutside(message.line, message.level);
    if (message.kind === 'hold') held.add(message.line);
    if (message.kind === 'release') held.delete(message.line);
    if (message.kind === 'deny') denied.add(message.name);
    if (message.kind === 'allow') denied.delete(message.name);
    const line = lines.get(message.line);
    if (message.kind === 'unexport' && line) unexport(line);
    tell({ kind: 'done', id: message.id });
  },
);
// Whoever started it is gone: nothing waits for an orderly end, least of all the thread that reads.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
tell({ kind: 'ready' });
