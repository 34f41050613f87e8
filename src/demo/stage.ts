/**
 * What the demo shows: the far ends of all wires, what MQTT says, whether the daemon lives, and what is being done to
 * it. Types alone: the page in the browser reads them too.
 *
 * On the wire: `GET /stream` sends server-sent events. The first is `snapshot` ({@link StageSnapshot}), or, to a page
 * that comes back with a `Last-Event-ID` which is not too old, the changes that it missed. Then each change comes as an
 * event named by its `kind` ({@link StageChange}), and every {@link BEAT_EVERY} ms a `beat` ({@link StageBeat}). The id
 * of each is `<seq>-<change>-<run>`: the journal's seq as far as MQTT has told it, the stage's own count, and the run
 * of the demo. A `snapshot` may come at any time and replaces everything. Posts: {@link ACT_POSTS}.
 */

import type { FilesEnd, FilesWish, StagedFiles } from './stage-files.ts';
import type { HallSample, HallTotals, StagedHall } from './stage-hall.ts';
import type { CommandEnd, ExplainEnd, StagedRules } from './stage-lobby.ts';
import type { StagedCounter, StagedKiosk } from './stage-places.ts';
import type { StagedAlert, StagedFault, StagedHealth } from './stage-trouble.ts';

export type {
  FilesEnd,
  FilesInForce,
  FilesWish,
  HoursChoice,
  Mistake,
  ReloadAnswer,
  StagedAnswer,
  StagedFiles,
} from './stage-files.ts';
export { HOURS_CHOICES, MISTAKES } from './stage-files.ts';
export type { HallSample, HallTotals, StagedHall, StagedService } from './stage-hall.ts';
export { SAMPLES_MOST } from './stage-hall.ts';
export type {
  CommandEnd,
  CommandName,
  CommandResult,
  CommandWish,
  ExplainEnd,
  StagedChoice,
  StagedHours,
  StagedMessage,
  StagedProfile,
  StagedRules,
  StateKind,
  StatePayload,
} from './stage-lobby.ts';
export type { StagedButton, StagedCare, StagedCounter, StagedKiosk } from './stage-places.ts';
export type { AtClosing, Follows, FollowsWhen, LateReturn, RulesInForce, RuleWish } from './stage-rules.ts';
export { AT_CLOSING, CROWD, FOLLOWS_WHEN, LONG_WAIT, SHORT_WAIT } from './stage-rules.ts';
export type { OwnChoice, Setting, StagedSetting } from './stage-settings.ts';
export { AT_WINDOW, OWN_CHOICES, SETTINGS } from './stage-settings.ts';
export type { StagedAlert, StagedFault, StagedHealth } from './stage-trouble.ts';
export { ALERTS_OVER_MOST } from './stage-trouble.ts';

/** Pause between two beats, ms: a page that heard nothing for two of them shows the age of its data. */
export const BEAT_EVERY = 2_000;

/**
 * Where a page posts what a person does; each answers with its end as JSON, 200 for `done` and 409 for a refusal. Every
 * body may carry a `request`, any text that its sender never used: the same again gets the first answer again.
 */
export const ACT_POSTS = {
  /** `{ device, action }` → {@link ActEnd} */
  act: '/act',
  /** `{ id, isOn }` → {@link FaultEnd} */
  fault: '/fault',
  /** `{ isOn }` → {@link TrafficEnd} */
  traffic: '/traffic',
  /** `{ command, body }`: one of the daemon's own, over HTTP → {@link CommandEnd} */
  command: '/command',
  /** `{ label, language }` → {@link ExplainEnd} */
  explain: '/explain',
  /** `{ wish }`: changes a file of the branch and has the daemon reload → {@link FilesEnd} */
  files: '/files',
} as const;

/** A text in the languages of the demo. */
export interface Words {
  readonly 'zh-CN': string;
  readonly en: string;
}

/** A slip that a printer put out, drawn from the bytes that its emulator received. */
export interface StagedSlip {
  /** Counts up in one run of the demo. */
  readonly id: number;
  readonly device: string;
  readonly svg: string;
  /** Its lines, for who does not see it. */
  readonly text: string;
  /** What its QR code says; null: it has none. */
  readonly code: string | null;
}

/** One MQTT event as it passed. */
export interface HeardMessage {
  readonly topic: string;
  /** The payload, cut when it is very long. */
  readonly text: string;
  /** Place in the journal; null when the payload says none. */
  readonly seq: number | null;
  /** When it was heard, Unix ms. */
  readonly at: number;
}

/** The daemon as its parent sees it. */
export interface DaemonLife {
  readonly state: 'starting' | 'running' | 'stopped';
  readonly text: string;
}

/** The branch's own clock. */
export interface BranchClock {
  /** Wall time of the branch at {@link StageSnapshot.at}, Unix ms. */
  readonly at: number;
  /** Times that it runs as fast as the world. */
  readonly speed: number;
}

/** Customers and tellers who act by themselves. */
export interface StagedTraffic {
  readonly isOn: boolean;
  /** Fixed for the life of the demo: `--traffic N`, else 1. */
  readonly speed: number;
}

/** Everything at one moment: what a page that has just opened needs. */
export interface StageSnapshot {
  /** Changes when the page's files do: a page of another build loads itself anew. */
  readonly build: string;
  /** The journal's seq as far as MQTT has told it; 0 before the first event. */
  readonly seq: number;
  /** When this was taken, Unix ms. */
  readonly at: number;
  readonly branchTime: BranchClock;
  readonly name: Readonly<Record<string, string>>;
  /** IANA zone of the branch: what is on the tickets. */
  readonly timeZone: string;
  readonly kiosks: readonly StagedKiosk[];
  readonly counters: readonly StagedCounter[];
  /** What each emulator shows, by device id. */
  readonly views: Readonly<Record<string, unknown>>;
  /** The last slips, newest first. */
  readonly slips: readonly StagedSlip[];
  /** The last MQTT events, oldest first. */
  readonly events: readonly HeardMessage[];
  readonly daemon: DaemonLife;
  readonly faults: readonly StagedFault[];
  readonly health: readonly StagedHealth[];
  /** Newest first: all that last, and the newest that are over. */
  readonly alerts: readonly StagedAlert[];
  readonly hall: StagedHall;
  readonly traffic: StagedTraffic;
  /** What of the rules a lobby manager has to choose from. */
  readonly rules: StagedRules;
  /** The branch's retained states by their topic below `…/state/`, as MQTT has told them; those of devices are in `health`. */
  readonly states: Readonly<Record<string, unknown>>;
  readonly files: StagedFiles;
}

/** One thing that changed. All but `mqtt` replace what was there under the same name. */
export type StageChange =
  | { readonly kind: 'view'; readonly device: string; readonly view: unknown }
  /** A printer's paper: new slips, oldest first; before them what lay there was taken away. */
  | {
      readonly kind: 'paper';
      readonly device: string;
      readonly added: readonly StagedSlip[];
      readonly isTaken: boolean;
    }
  | { readonly kind: 'mqtt'; readonly message: HeardMessage }
  | { readonly kind: 'daemon'; readonly daemon: DaemonLife }
  | { readonly kind: 'fault'; readonly fault: StagedFault }
  | { readonly kind: 'health'; readonly health: StagedHealth }
  | { readonly kind: 'alert'; readonly alert: StagedAlert }
  | { readonly kind: 'hall'; readonly sample: HallSample; readonly totals: HallTotals }
  | { readonly kind: 'traffic'; readonly traffic: StagedTraffic }
  | { readonly kind: 'files'; readonly files: StagedFiles }
  /** Null: the state is gone. */
  | { readonly kind: 'state'; readonly thing: string; readonly state: unknown };

/** Sent while nothing else may be: the link is alive, and this is how late it is. */
export interface StageBeat {
  readonly seq: number;
  /** Unix ms. */
  readonly at: number;
  readonly branchTime: BranchClock;
}

/** What became of something a person did at a device. */
export type ActEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly known: readonly string[] }
  | { readonly kind: 'unknown-device'; readonly known: readonly string[] };

/** What became of a fault that was asked for. */
export type FaultEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'cannot'; readonly why: Words }
  | { readonly kind: 'unknown-fault'; readonly known: readonly string[] };

/** What became of the wish for people. */
export interface TrafficEnd {
  readonly kind: 'done';
}

/** The demo as its page and its terminal see it. */
export interface Stage {
  snapshot(): StageSnapshot;
  /** Where the branch's time and its journal are now. */
  beat(): StageBeat;
  /** A person does something at a device: `press 3`, `paper out`, `pull` (the cable). */
  act(device: string, action: string): Promise<ActEnd>;
  /** Breaks something, or mends it. */
  setFault(id: string, isOn: boolean): Promise<FaultEnd>;
  /** Lets customers and tellers act by themselves. */
  setTraffic(isOn: boolean): TrafficEnd;
  /** The lobby manager gives the daemon a command; `request`: the same to ask the same again. */
  command(name: string, body: object, request: string): Promise<CommandEnd>;
  /** Why a ticket was called when it was, as `lobbyd explain` says it. */
  explain(label: string, language: string): Promise<ExplainEnd>;
  /** A technician changes a file of the branch and has the daemon reload. */
  changeFiles(wish: FilesWish): Promise<FilesEnd>;
  /** Called with each change, in order. */
  onChange(listener: (change: StageChange) => void): () => void;
}
