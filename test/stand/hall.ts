import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { SignView } from '../../devices/display-alpha/emulator.ts';
import { catalogue } from '../../devices/index.ts';
import type { PadView } from '../../devices/keypad-line/emulator.ts';
import type { PanelView } from '../../devices/panel-line/emulator.ts';
import type { PrinterView } from '../../devices/printer-escpos/emulator-body.ts';
import { partText, type Slip } from '../../devices/printer-escpos/slip.ts';
import type { Millis } from '../../src/clock.ts';
import type { Config } from '../../src/config/config.ts';
import { systemFiles } from '../../src/config/files.ts';
import { loadConfig } from '../../src/config/load.ts';
import { farPlace } from '../../src/demo/far-places.ts';
import { openStand } from '../../src/demo/stand.ts';
import type { EmulatorHost } from '../../src/devices/emulator-host.ts';
import { silentLog } from '../../src/devices/log.ts';
import { freePort } from '../broker/mosquitto.ts';
import { type Bell, clock, openBell } from './bell.ts';
import { type BranchWishes, branchText, STANDARD } from './branch-file.ts';
import { type Run, runProgram, startProgram } from './daemon.ts';
import { exported } from './journal.ts';

export interface HallWishes extends Partial<Omit<BranchWishes, 'placeOf'>> {
  readonly wires?: 'pty' | 'tcp';
  /** Another program that runs the daemon: strace and its words. */
  readonly before?: readonly string[];
}

/** What a customer or a teller sees at each device. */
export interface Views {
  readonly panel: PanelView;
  readonly printer: PrinterView;
  pad(number: number): PadView;
  sign(number: number): SignView;
}

/** A hall: every device of a small branch on real wires, and the daemon as a process of its own. */
export interface Hall {
  readonly bell: Bell;
  readonly directory: string;
  readonly journal: string;
  readonly branchFile: string;
  readonly brokerPort: number;
  readonly views: Views;
  /** Every slip that was cut, in order, as its lines. */
  readonly slips: readonly (readonly string[])[];
  /** Every text that the panel's first line showed, in order. */
  readonly told: readonly string[];
  /** Every ticket that a keypad told its teller to call, with the pad's number. */
  readonly padTold: readonly { readonly pad: number; readonly label: string }[];
  /** The daemon that runs now, or ran last. */
  run(): Run;
  /** Every daemon that was started, in order. */
  readonly runs: readonly Run[];
  /** Starts the daemon; resolves at once. */
  start(before?: readonly string[]): Run;
  /** Starts it and waits until it says that it is ready. */
  ready(before?: readonly string[]): Promise<Run>;
  /** A person does something: `act('keypad1', 'press next')`. */
  act(device: string, action: string): void;
  /** Where the daemon finds the wire of a device. */
  address(device: string): string;
  /** The cable of the wire that a device hangs on. */
  cable(device: string, action: 'pull' | 'plug'): Promise<void>;
  until: Bell['until'];
  /** Lines of `lobbyd journal export`. */
  export(): Promise<readonly string[]>;
  /** Runs another command of the program to its end. */
  lobbyd(...words: string[]): ReturnType<typeof runProgram>;
  close(): Promise<void>;
}

const DEVICES = [
  'panel1',
  'printer1',
  ...[1, 2, 3].flatMap((number) => [`keypad${number}`, `display${number}`]),
] as const;

/** Opens a hall; the daemon is not started yet. */
export async function openHall(wishes: HallWishes = {}): Promise<Hall> {
  const directory = mkdtempSync(join(tmpdir(), 'lobbyd-hall-'));
  mkdirSync(join(directory, 'wires'));
  const journal = wishes.journalDirectory ?? join(directory, 'journal');
  const branchFile = join(directory, 'branch.yaml');
  const embeddedPort = wishes.embeddedPort ?? (await freePort());
  const settings = {
    brokerUrl: null,
    blink: '1s',
    areTicketsShort: true,
    logLevel: 'info',
    clock: 'trust: always',
    repeatEvery: 60,
    ...wishes,
    embeddedPort,
    journalDirectory: journal,
  } satisfies Omit<BranchWishes, 'placeOf'>;
  const writeBranch = (placeOf: BranchWishes['placeOf']): void =>
    writeFileSync(branchFile, branchText({ ...settings, placeOf }));
  writeFileSync(join(directory, 'standard.yaml'), STANDARD);
  writeBranch((id) => ({ kind: 'serial', path: join(directory, 'wires', id) }));
  const seen = openSeen();
  const bell = openBell(() => [seen.tell(), tellRun(run)].join('\n'));
  const stand = await openStand({
    config: loaded(branchFile),
    directory: join(directory, 'wires'),
    wires: wishes.wires ?? 'pty',
    clock,
    log: silentLog,
    onChange(device) {
      seen.look(device, view(device));
      bell.ring();
    },
  });
  const hostOf = (device: string): EmulatorHost => stand.hosts.get(device) ?? expect.fail(`no device ${device}`);
  const view = (device: string): unknown => stand.hosts.get(device)?.view(device);
  seen.viewOf(view);
  writeBranch((id) => farPlace(stand.addresses.get(id) ?? ''));
  const runs: Run[] = [];
  let run: Run | null = null;
  const start = (before: readonly string[] = wishes.before ?? []): Run => {
    run = startProgram(['run', branchFile], bell, before);
    runs.push(run);
    return run;
  };
  const running = (): Run => {
    if (!run) throw new Error('the daemon was never started');
    return run;
  };
  return {
    bell,
    directory,
    journal,
    branchFile,
    brokerPort: embeddedPort,
    views: {
      get panel() {
        return view('panel1') as PanelView;
      },
      get printer() {
        return view('printer1') as PrinterView;
      },
      pad: (number) => view(`keypad${number}`) as PadView,
      sign: (number) => view(`display${number}`) as SignView,
    },
    slips: seen.slips,
    told: seen.told,
    padTold: seen.padTold,
    run: running,
    runs,
    start,
    async ready(before) {
      const started = start(before);
      await bell.until('the daemon is ready', () => isReady(started));
      return started;
    },
    act(device, action) {
      void hostOf(device)
        .act(device, action)
        .then((end) => {
          if (end.kind !== 'done') expect.fail(`${device} cannot ${action}: ${JSON.stringify(end)}`);
        });
    },
    address: (device) => hostOf(device).address,
    cable: (device, action) => hostOf(device)[action](),
    until: bell.until,
    export: async () => exported(journal),
    lobbyd: (...words) => runProgram(words, bell),
    async close() {
      await Promise.all(runs.filter((each) => !each.ended()).map((each) => each.kill()));
      await stand.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function isReady(run: Run): boolean {
  if (run.ended()) throw new Error(`the daemon ended: ${run.err.join('\n')}`);
  return run.log().some(({ msg }) => msg.startsWith('ready'));
}

function loaded(branchFile: string): Config {
  const { kind, ...rest } = loadConfig(branchFile, catalogue, systemFiles());
  if (kind === 'ok' && 'config' in rest) return rest.config;
  throw new Error(`the stand's own branch file is wrong: ${JSON.stringify(rest)}`);
}

/** Keeps what people saw: emulators forget. */
function openSeen() {
  const slips: (readonly string[])[] = [];
  const told: string[] = [];
  const padTold: { readonly pad: number; readonly label: string }[] = [];
  const known = new WeakSet<Slip>();
  let view: (device: string) => unknown = () => null;
  const lookPad = (pad: number, { line1 }: PadView): void => {
    const label = /^([A-Z]\d{3}) CALLED$/.exec(line1)?.[1];
    if (label === undefined || padTold.findLast((each) => each.pad === pad)?.label === label) return;
    padTold.push({ pad, label });
  };
  return {
    slips,
    told,
    padTold,
    viewOf(viewOf: (device: string) => unknown) {
      view = viewOf;
    },
    look(device: string, seen: unknown): void {
      if (device === 'printer1') {
        for (const slip of (seen as PrinterView).slips) {
          if (known.has(slip)) continue;
          known.add(slip);
          slips.push(slip.parts.map(partText));
        }
      } else if (device === 'panel1') {
        const { line1 } = seen as PanelView;
        if (told.at(-1) !== line1) told.push(line1);
      } else if (device.startsWith('keypad')) lookPad(Number(device.slice(-1)), seen as PadView);
    },
    tell: () =>
      DEVICES.map((device) => {
        const { slips: _slips, slip: _slip, ...rest } = (view(device) ?? {}) as Record<string, unknown>;
        return `${device}: ${JSON.stringify(rest)}`;
      }).join('\n'),
  };
}

function tellRun(run: Run | null): string {
  if (!run) return 'no daemon';
  return [`daemon ${JSON.stringify(run.ended() ?? 'runs')}`, ...run.out.slice(-15), ...run.err.slice(-5)].join('\n');
}

/** Everything is up: pads are heard, the printer is ready, the panel takes presses. */
export async function settled(hall: Hall, limit?: Millis): Promise<void> {
  await hall.until('every device is in service', () => isInService(hall), limit);
}

function isInService({ views }: Hall): boolean {
  const { panel } = views;
  const pads = [1, 2, 3].every((number) => views.pad(number).isOnline && views.pad(number).line1 !== '');
  const signs = [1, 2, 3].every((number) => views.sign(number).text !== 'DEMO');
  return panel.isOnline && panel.lamps.every((lamp) => lamp !== 'off') && pads && signs;
}
