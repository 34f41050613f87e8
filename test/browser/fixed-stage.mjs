// @ts-check
// A stage on which nothing happens by itself: a moment of the demo, kept in stage.json, behind the demo's own page server.
import { readFileSync } from 'node:fs';
import { built } from './built.mjs';

/** @typedef {import('../../src/demo/stage.ts').StageSnapshot} StageSnapshot */
/** @typedef {import('../../src/demo/stage.ts').StageChange} StageChange */
/** @typedef {import('../../src/demo/stage.ts').Stage} Stage */

const KEPT = new URL('stage.json', import.meta.url);

/** @returns {StageSnapshot} the moment that was kept */
export const keptSnapshot = () => JSON.parse(readFileSync(KEPT, 'utf8'));

/**
 * The same moment with something broken: what a printer with little paper and a pulled cable look like.
 *
 * @returns {Partial<StageSnapshot>}
 */
export function troubled() {
  const { faults, alerts, views, at } = keptSnapshot();
  const isOn = (/** @type {string} */ id) => id === 'printer1/paper-near-end' || id === 'bus2/cable';
  const paper = { 'zh-CN': 'printer1：纸将用尽', en: 'printer1: paper nearly used up' };
  const cable = { 'zh-CN': 'display6：无连接', en: 'display6 is away' };
  return {
    faults: faults.map((fault) => ({
      ...fault,
      isOn: isOn(fault.id),
      said: fault.id === 'printer1/paper-near-end' ? paper : null,
      cannot: fault.id === 'disk/slow' ? { 'zh-CN': '这台机器没有 strace', en: 'this machine has no strace' } : null,
    })),
    alerts: [
      { id: 'b', device: 'display6', code: 'device-lost', text: cable, since: at - 4_000, over: null },
      { id: 'a', device: 'printer1', code: 'paper-near-end', text: paper, since: at - 9_000, over: null },
      ...alerts,
    ],
    views: { ...views, printer1: { paper: 'low', isCoverOpen: false, isCutterJammed: false } },
  };
}

/**
 * The stage, served as the demo serves its own.
 *
 * @param {Partial<StageSnapshot>} [other] than what was kept
 * @param {number} [port] left out: any free one
 */
export async function serveFixedStage(other = {}, port = 0) {
  const { servePage } = /** @type {typeof import('../../src/demo/server.ts')} */ (
    await import(built('src/demo/server.js'))
  );
  const { systemClock } = /** @type {typeof import('../../src/clock.ts')} */ (await import(built('src/clock.js')));
  /** @type {StageSnapshot} */
  const snapshot = { ...keptSnapshot(), ...other };
  /** @type {Set<(change: StageChange) => void>} */
  const listeners = new Set();
  /** What was asked for, in order: `panel1 press 1`, `printer1/paper-out on`, `traffic on`. @type {string[]} */
  const asked = [];
  /** @type {Stage} */
  const stage = {
    snapshot: () => snapshot,
    beat: () => ({ seq: snapshot.seq, at: snapshot.at, branchTime: snapshot.branchTime }),
    async act(device, action) {
      asked.push(`${device} ${action}`);
      return { kind: 'done' };
    },
    async setFault(id, isOn) {
      asked.push(`${id} ${isOn ? 'on' : 'off'}`);
      return { kind: 'done' };
    },
    setTraffic(isOn) {
      asked.push(`traffic ${isOn ? 'on' : 'off'}`);
      return { kind: 'done' };
    },
    async command(name, body) {
      asked.push(`${name} ${JSON.stringify(body)}`);
      return { kind: 'done', result: { kind: 'done', label: null } };
    },
    async explain(label) {
      asked.push(`explain ${label}`);
      return { kind: 'done', text: `${label}: A011 → 1` };
    },
    async changeFiles(wish) {
      asked.push(`files ${JSON.stringify(wish)}`);
      return {
        kind: 'done',
        answer: { isInForce: true, lines: ['reloaded: the files are in force'], chinese: ['已重载，文件已生效'] },
      };
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const page = await servePage({ stage, clock: systemClock(() => true), port });
  return {
    url: `${page.url}/`,
    asked,
    /** @param {StageChange} change */
    tell(change) {
      for (const listener of listeners) listener(change);
    },
    close: () => page.close(),
  };
}
