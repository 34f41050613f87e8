import { type ChildProcess, spawn } from 'node:child_process';
import { get } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import type { Millis } from '../../src/clock.ts';
import type {
  StageBeat,
  StageChange,
  StagedAlert,
  StagedFault,
  StagedHealth,
  StagedSlip,
  StageSnapshot,
} from '../../src/demo/stage.ts';
import { built } from '../built.ts';
import { openBell } from './bell.ts';
import { takePlace } from './demo-place.ts';

/** The demo as a person starts it. */
export interface Demo {
  readonly url: string;
  readonly pid: number;
  readonly lines: readonly string[];
  type(line: string): void;
  post(path: string, body: object): Promise<{ readonly status: number; readonly body: unknown }>;
  /** Ends it in order, with its exit code. */
  stop(): Promise<number | null>;
}

/** How long a hook that starts a demo may take, ms: it may wait until all tests of another file have ended theirs. */
export const DEMO_MAY_TAKE = 600_000;

/** Starts the built demo on free ports, once it is its turn: few are there at once. */
export async function startDemo(words: readonly string[] = []): Promise<Demo> {
  const leave = await takePlace(inject('demos'));
  const program = [fileURLToPath(built('src/demo/main.ts')), '--port', '0', ...words];
  const child: ChildProcess = spawn(process.execPath, program, { stdio: ['pipe', 'pipe', 'pipe'] });
  const lines: string[] = [];
  const ended = new Promise<number | null>((resolve) => void child.once('close', (code) => resolve(code)));
  void ended.then(leave);
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (line: string): void => {
      lines.push(line);
      const found = /The branch is at (http:\S+)/.exec(line);
      if (found?.[1]) resolve(found[1]);
    };
    for (const stream of [child.stdout, child.stderr]) if (stream) createInterface({ input: stream }).on('line', hear);
    void ended.then(() => reject(new Error(`the demo did not start:\n${lines.join('\n')}`)));
  });
  return {
    url,
    pid: child.pid ?? 0,
    lines,
    type: (line) => void child.stdin?.write(`${line}\n`),
    async post(path, body) {
      const answer = await fetch(new URL(path, url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return { status: answer.status, body: await answer.json() };
    },
    stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/** What a page knows: the snapshot, and what has changed since. */
export interface Watcher {
  readonly views: Record<string, unknown>;
  readonly faults: ReadonlyMap<string, StagedFault>;
  readonly health: ReadonlyMap<string, StagedHealth>;
  readonly alerts: readonly StagedAlert[];
  /** Newest first. */
  readonly slips: readonly StagedSlip[];
  readonly changes: readonly StageChange[];
  readonly beats: readonly StageBeat[];
  readonly snapshot: StageSnapshot | null;
  /** Of the last event. */
  readonly id: string | null;
  /** Resolves when the condition holds; looked at after each event. */
  until<T>(what: string, look: (page: Watcher) => T | null | undefined | false, limit?: Millis): Promise<T>;
  leave(): void;
}

/**
 * Opens a page's stream.
 *
 * @param last id of the last event that was seen
 */
export function watchDemo({ url }: Pick<Demo, 'url'>, last?: string): Promise<Watcher> {
  return new Promise((resolve, reject) => {
    const headers = last === undefined ? {} : { 'last-event-id': last };
    const asked = get(new URL('/stream', url), { headers }, (response) => {
      const page = pageOf(() => response.destroy());
      let text = '';
      response.setEncoding('utf8').on('data', (more: string) => {
        text += more;
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          page.take(text.slice(0, end));
          text = text.slice(end + 2);
        }
      });
      response.on('error', () => {});
      resolve(page);
    });
    asked.on('error', reject);
  });
}

/**
 * Resolves when the daemon has heard of every device: one that was silent for a moment is asked again after ten seconds, and a
 * press that has waited so long is not done.
 */
export function allDevicesRun(told: Watcher): Promise<true> {
  const isMachine = (id: string): boolean => id.startsWith('machine');
  return told.until('all devices run', ({ views, health }) => {
    const devices = Object.keys(views).filter((id) => !isMachine(id));
    return devices.length > 0 && devices.every((id) => health.get(id)?.state === 'running');
  });
}

/** The same, for who knows nothing of the page. */
export async function untilDevicesRun(demo: Pick<Demo, 'url'>): Promise<void> {
  const told = await watchDemo(demo);
  await allDevicesRun(told).finally(() => told.leave());
}

function pageOf(leave: () => void) {
  const bell = openBell(() => `the page is at ${page.id}`);
  const page = {
    views: {} as Record<string, unknown>,
    faults: new Map<string, StagedFault>(),
    health: new Map<string, StagedHealth>(),
    alerts: [] as StagedAlert[],
    slips: [] as readonly StagedSlip[],
    changes: [] as StageChange[],
    beats: [] as StageBeat[],
    snapshot: null as StageSnapshot | null,
    id: null as string | null,
    leave,
    until<T>(what: string, look: (at: Watcher) => T | null | undefined | false, limit?: Millis): Promise<T> {
      return bell.until(what, () => look(page), limit);
    },
    take(frame: string): void {
      const [, id] = /^id: (.+)$/m.exec(frame) ?? [];
      const [, name] = /^event: (.+)$/m.exec(frame) ?? [];
      const [, data] = /^data: (.+)$/m.exec(frame) ?? [];
      if (!id || !name || !data) return;
      page.id = id;
      if (name === 'snapshot') applySnapshot(page, JSON.parse(data) as StageSnapshot);
      else if (name === 'beat') page.beats.push(JSON.parse(data) as StageBeat);
      else applyChange(page, JSON.parse(data) as StageChange);
      bell.ring();
    },
  };
  return page;
}

type Page = ReturnType<typeof pageOf>;

function applySnapshot(page: Page, snapshot: StageSnapshot): void {
  page.snapshot = snapshot;
  page.views = { ...snapshot.views };
  page.alerts = [...snapshot.alerts];
  page.slips = snapshot.slips;
  for (const fault of snapshot.faults) page.faults.set(fault.id, fault);
  for (const health of snapshot.health) page.health.set(health.device, health);
}

function applyChange(page: Page, change: StageChange): void {
  page.changes.push(change);
  if (change.kind === 'view') page.views[change.device] = change.view;
  if (change.kind === 'paper') page.slips = [...[...change.added].reverse(), ...(change.isTaken ? [] : page.slips)];
  if (change.kind === 'fault') page.faults.set(change.fault.id, change.fault);
  if (change.kind === 'health') page.health.set(change.health.device, change.health);
  if (change.kind === 'alert') page.alerts = [change.alert, ...page.alerts.filter(({ id }) => id !== change.alert.id)];
}
