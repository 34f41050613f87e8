import type {
  ActEnd,
  FaultEnd,
  RulesInForce,
  Stage,
  StageBeat,
  StageChange,
  StagedFault,
  StageSnapshot,
  TrafficEnd,
} from './stage.ts';

/** When the fake stage's time stands. */
const AT = Date.UTC(2026, 4, 4, 1);

/** Rules of a bank that has no profile and no counter. */
export const RULES: RulesInForce = {
  follows: null,
  passOver: {},
  parkReturn: 1_200,
  oneButton: {},
  atClosing: 'serve',
  lateReturn: { numbers: 3, seconds: 600 },
  rating: 180,
  queueLong: 20,
  settings: {},
  own: {},
};

/** A branch on which nothing has happened yet. */
export const EMPTY: StageSnapshot = {
  build: 'b1',
  seq: 7,
  at: AT,
  branchTime: { at: AT, speed: 1 },
  name: { en: 'Pujiang Road' },
  timeZone: 'Asia/Shanghai',
  kiosks: [],
  counters: [],
  views: { panel1: { line1: 'WELCOME' } },
  slips: [],
  events: [],
  daemon: { state: 'running', text: 'It runs.' },
  faults: [],
  health: [],
  alerts: [],
  hall: {
    services: [],
    samples: [],
    totals: { issued: 0, served: 0, noShows: 0, transferred: 0, meanWait: null, longestWait: null },
  },
  traffic: { isOn: false, speed: 1 },
  rules: {
    profiles: [],
    segments: [],
    raisesTo: [],
    upgradeReasons: [],
    referralReasons: [],
    marks: null,
    messages: [],
    week: [],
    settings: [],
    ownSegments: [],
  },
  states: {},
  files: {
    inForce: { hours: 'always', open: null, askWaiting: 0, perDay: null, profiles: {}, rules: RULES },
    answer: null,
  },
};

/** A fault of a printer. */
export const PAPER_OUT: StagedFault = {
  id: 'printer1/paper-out',
  group: 'printer',
  device: 'printer1',
  name: { 'zh-CN': '缺纸', en: 'Paper out' },
  isOn: false,
  isMomentary: false,
  cannot: null,
  said: null,
};

/** A stage that keeps what is done on it, and is told what changes. */
export interface FakeStage extends Stage {
  /** `panel1 press 1`, `printer1/paper-out on`, `traffic on`, in order. */
  readonly done: readonly string[];
  /** Who listens. */
  readonly listeners: ReadonlySet<(change: StageChange) => void>;
  /** Place in the journal. */
  seq: number;
  change(change: StageChange): void;
}

/** Makes one that answers acts with `end`, and knows {@link PAPER_OUT} alone. */
export function fakeStage(snapshot: StageSnapshot = EMPTY, end: ActEnd = { kind: 'done' }): FakeStage {
  const done: string[] = [];
  const listeners = new Set<(change: StageChange) => void>();
  return {
    done,
    listeners,
    seq: snapshot.seq,
    snapshot(): StageSnapshot {
      return { ...snapshot, seq: this.seq };
    },
    beat(): StageBeat {
      return { seq: this.seq, at: snapshot.at, branchTime: snapshot.branchTime };
    },
    async act(device, action) {
      done.push(`${device} ${action}`);
      return end;
    },
    async setFault(id, isOn): Promise<FaultEnd> {
      done.push(`${id} ${isOn ? 'on' : 'off'}`);
      return id === PAPER_OUT.id ? { kind: 'done' } : { kind: 'unknown-fault', known: [PAPER_OUT.id] };
    },
    setTraffic(isOn): TrafficEnd {
      done.push(`traffic ${isOn ? 'on' : 'off'}`);
      return { kind: 'done' };
    },
    async command(name, body) {
      done.push(`${name} ${JSON.stringify(body)}`);
      return { kind: 'done', result: { kind: 'done', label: null } };
    },
    async explain(label, language) {
      done.push(`explain ${label} ${language}`);
      return { kind: 'done', text: `${label} waited.` };
    },
    async changeFiles(wish) {
      done.push(`files ${JSON.stringify(wish)}`);
      return {
        kind: 'done',
        answer: { isInForce: true, lines: ['reloaded: the files are in force'], chinese: ['已重载，文件已生效'] },
      };
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    change(change) {
      for (const listener of listeners) listener(change);
    },
  };
}
