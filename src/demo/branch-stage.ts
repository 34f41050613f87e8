import type { Millis, Timer } from '../clock.ts';
import { ms } from '../clock.ts';
import { branchNews } from './branch-news.ts';
import type { BranchStage, BranchStageParts } from './branch-stage-port.ts';
import { type Faults, openFaults } from './faults.ts';
import { type HallRecord, hallRecord } from './hall-record.ts';
import type { HeardEvent } from './mqtt-tap.ts';
import { type PaperTray, paperTray, withoutPaper } from './paper.ts';
import type {
  ActEnd,
  DaemonLife,
  FaultEnd,
  HeardMessage,
  Stage,
  StageBeat,
  StageChange,
  StagedFiles,
  StageSnapshot,
  TrafficEnd,
} from './stage.ts';
import { columnsOf, stagedBranch } from './staged-branch.ts';
import { stagedStates } from './staged-states.ts';

/** Events that a page which opens gets to see. */
const EVENTS_KEPT = 50;
/** Changes within this time are shown as one: a person does not see more. An event does not let them wait: what a page draws costs it less at once. */
const GATHER: Millis = ms(40);

/** Puts the far ends of all wires, the branch's events, its health and the daemon's life on one stage. */
export function openBranchStage(parts: BranchStageParts): BranchStage {
  return new Scenery(parts);
}

class Scenery implements BranchStage {
  readonly command: Stage['command'];
  readonly explain: Stage['explain'];
  readonly changeFiles: Stage['changeFiles'];
  readonly #parts: BranchStageParts;
  readonly #listeners = new Set<(change: StageChange) => void>();
  readonly #ears = new Set<(event: HeardEvent) => void>();
  readonly #changing = new Set<string>();
  #gathering: Timer | null = null;
  #following: Timer | null = null;
  readonly #shown = new Map<string, string>();
  readonly #trays: ReadonlyMap<string, PaperTray>;
  readonly #news: ReturnType<typeof branchNews>;
  readonly #faults: Faults;
  readonly #hall: HallRecord;
  readonly #states = stagedStates();
  readonly #events: HeardMessage[] = [];
  #seq = 0;
  #daemon: DaemonLife = { state: 'starting', text: 'The daemon is starting …' };
  #isTraffic = false;
  #slips = 0;

  constructor(parts: BranchStageParts) {
    const { config, clock } = parts;
    this.#parts = parts;
    ({ command: this.command, explain: this.explain } = parts.lobby);
    this.changeFiles = parts.files.change;
    const printers = config.devices.filter(({ kind }) => kind === 'printer');
    const nextId = (): number => {
      this.#slips += 1;
      return this.#slips;
    };
    this.#trays = new Map(printers.map(({ id }) => [id, paperTray(id, columnsOf(config, id), nextId)]));
    this.#hall = hallRecord({ clock, onChange: (sample, totals) => this.#tell({ kind: 'hall', sample, totals }) });
    this.#news = branchNews({
      clock,
      onHealth: (health) => this.#told({ kind: 'health', health }),
      onAlert: (alert) => this.#told({ kind: 'alert', alert }),
    });
    this.#faults = openFaults({
      config,
      stand: () => parts.stand(),
      victims: () => parts.victims(),
      news: this.#news,
      life: () => this.#daemon,
      onChange: (fault) => this.#tell({ kind: 'fault', fault }),
    });
  }

  snapshot(): StageSnapshot {
    const { config, build } = this.#parts;
    const { services, ...branch } = stagedBranch(config);
    const shown = [...config.devices, ...config.machines.map(({ rules }) => rules)];
    return {
      build,
      ...this.beat(),
      ...branch,
      views: Object.fromEntries(shown.map(({ id }) => [id, withoutPaper(this.#viewOf(id))])),
      slips: [...this.#trays.values()].flatMap((tray) => tray.slips()).sort((one, other) => other.id - one.id),
      events: [...this.#events],
      daemon: this.#daemon,
      faults: this.#faults.all(),
      health: this.#news.healths(),
      alerts: this.#news.alerts.all(),
      hall: { services, samples: this.#hall.samples(), totals: this.#hall.totals() },
      traffic: this.#traffic(),
      states: this.#states.all(),
      files: this.#parts.files.state(),
    };
  }

  beat(): StageBeat {
    return { seq: this.#seq, at: Math.round(this.#parts.clock.wall()), branchTime: this.#hall.branchTime() };
  }

  async act(device: string, action: string): Promise<ActEnd> {
    const stand = this.#parts.stand();
    const host = stand?.hosts.get(device);
    if (!host) return { kind: 'unknown-device', known: [...(stand?.hosts.keys() ?? [])] };
    const end = await host.act(device, action);
    if (end.kind === 'done') this.#faults.acted(device, action);
    return end;
  }

  setFault(id: string, isOn: boolean): Promise<FaultEnd> {
    return this.#faults.set(id, isOn);
  }

  setTraffic(isOn: boolean): TrafficEnd {
    if (isOn !== this.#isTraffic) {
      this.#isTraffic = isOn;
      this.#parts.onTraffic(isOn);
      this.#tell({ kind: 'traffic', traffic: this.#traffic() });
    }
    return { kind: 'done' };
  }

  onChange(listener: (change: StageChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onEvent(listener: (event: HeardEvent) => void): () => void {
    this.#ears.add(listener);
    return () => this.#ears.delete(listener);
  }

  deviceChanged(device: string): void {
    this.#changing.add(device);
    this.#gathering ??= this.#parts.clock.after(GATHER, () => this.#showChanged());
  }

  heard(event: HeardEvent): void {
    const { message } = event;
    this.#seq = message.seq ?? this.#seq;
    this.#events.push(message);
    if (this.#events.length > EVENTS_KEPT) this.#events.shift();
    this.#tell({ kind: 'mqtt', message });
    this.#hall.event(event);
    this.#news.reached();
    for (const ear of this.#ears) ear(event);
    // In the next turn: of events that came in one piece the last one has been heard then.
    this.#following ??= this.#parts.clock.after(0, () => {
      this.#following = null;
      this.#hall.settle();
      this.#showChanged();
    });
  }

  stated(thing: string, state: unknown): void {
    this.#hall.state(thing, state);
    this.#news.state(thing, state);
    if (this.#states.isNews(thing, state)) this.#tell({ kind: 'state', thing, state });
  }

  lives(daemon: DaemonLife): void {
    this.#daemon = daemon;
    this.#tell({ kind: 'daemon', daemon });
    this.#news.lives(daemon);
    this.#faults.look();
  }

  filesChanged(files: StagedFiles): void {
    this.#tell({ kind: 'files', files });
  }

  logged(line: string): void {
    this.#news.logged(line);
  }

  lookAtFaults(): void {
    this.#faults.look();
  }

  stop(): void {
    this.#hall.stop();
    this.#gathering?.cancel();
    this.#following?.cancel();
  }

  #tell(change: StageChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  /** Told, and it may be what the branch says of a fault. */
  #told(change: StageChange): void {
    this.#tell(change);
    this.#faults.look();
  }

  #traffic(): StageSnapshot['traffic'] {
    return { isOn: this.#isTraffic, speed: this.#parts.speed };
  }

  #viewOf(device: string): unknown {
    return this.#parts.stand()?.hosts.get(device)?.view(device) ?? null;
  }

  #showChanged(): void {
    this.#gathering?.cancel();
    this.#gathering = null;
    const devices = [...this.#changing];
    this.#changing.clear();
    for (const device of devices) this.#show(device);
  }

  #show(device: string): void {
    const whole = this.#viewOf(device);
    const view = withoutPaper(whole);
    const text = JSON.stringify(view);
    const isNew = this.#shown.get(device) !== text;
    this.#shown.set(device, text);
    if (isNew) {
      this.#tell({ kind: 'view', device, view });
      if (this.#trays.has(device)) this.#faults.look();
      else this.#news.waits([...this.#shown.values()].some((shown) => shown.includes('"line2":"WAIT"')));
    }
    const paper = this.#trays.get(device)?.look(whole);
    if (paper) this.#tell({ kind: 'paper', device, ...paper });
  }
}
