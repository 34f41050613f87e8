import type { Clock, Millis, Timer } from '../clock.ts';
import { ms } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { paperOf, withoutPaper } from './paper.ts';
import type { DaemonLife, HeardMessage, Stage, StageChange, StageSnapshot } from './stage.ts';
import type { Stand } from './stand.ts';

export interface BranchStageParts {
  readonly config: Config;
  readonly clock: Clock;
  /** Null until the emulators stand. */
  stand(): Stand | null;
}

/** The demo's stage and what changes on it. */
export interface BranchStage extends Stage {
  /** Something at a device changed. */
  deviceChanged(device: string): void;
  heard(message: HeardMessage): void;
  lives(daemon: DaemonLife): void;
}

/** Events that a page which opens gets to see. */
const EVENTS_KEPT = 50;
/** Changes of one device within this time are shown as one: a person does not see more. */
const GATHER: Millis = ms(30);
/** Printers of the catalogue whose settings say no width print this many characters a line. */
const COLUMNS = 42;

/** Puts the far ends of all wires, the branch's events and the daemon's life on one stage. */
export function openBranchStage({ config, clock, stand }: BranchStageParts): BranchStage {
  const listeners = new Set<(change: StageChange) => void>();
  const changed = new Map<string, Timer>();
  const shown = new Map<string, string>();
  const printed = new Map<string, number>();
  const events: HeardMessage[] = [];
  let daemon: DaemonLife = { state: 'starting', text: 'The daemon is starting …' };

  const tell = (change: StageChange): void => {
    for (const listener of listeners) listener(change);
  };
  const viewOf = (device: string): unknown => stand()?.hosts.get(device)?.view(device) ?? null;
  const show = (device: string): void => {
    changed.delete(device);
    const whole = viewOf(device);
    const view = withoutPaper(whole);
    const text = JSON.stringify(view);
    if (shown.get(device) !== text) tell({ kind: 'view', device, view });
    shown.set(device, text);
    const paper = paperOf(whole, columnsOf(config, device));
    if (!paper || printed.get(device) === paper.count) return;
    const isNew = paper.count > (printed.get(device) ?? 0);
    printed.set(device, paper.count);
    tell({ kind: 'paper', device, slips: paper.pictures, text: isNew ? paper.text : null });
  };
  return {
    snapshot: () => ({
      ...staged(config),
      views: Object.fromEntries(config.devices.map(({ id }) => [id, withoutPaper(viewOf(id))])),
      slips: config.devices.flatMap(({ id }) => paperOf(viewOf(id), columnsOf(config, id))?.pictures ?? []),
      events: [...events],
      daemon,
    }),
    async act(device, action) {
      const host = stand()?.hosts.get(device);
      if (host) return host.act(device, action);
      return { kind: 'unknown-device', known: [...(stand()?.hosts.keys() ?? [])] };
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    deviceChanged(device) {
      if (!changed.has(device))
        changed.set(
          device,
          clock.after(GATHER, () => show(device)),
        );
    },
    heard(message) {
      events.push(message);
      if (events.length > EVENTS_KEPT) events.shift();
      tell({ kind: 'mqtt', message });
    },
    lives(life) {
      daemon = life;
      tell({ kind: 'daemon', daemon });
    },
  };
}

function staged(config: Config): Pick<StageSnapshot, 'name' | 'timeZone' | 'kiosks' | 'counters'> {
  const prefixes = new Map(config.services.map(({ rules }) => [rules.id, rules.numbers.prefix]));
  const names = new Map(config.services.map(({ rules, names: texts }) => [rules.id, texts]));
  return {
    name: Object.values(config.branch.name).join(' · '),
    timeZone: config.branch.timeZone,
    kiosks: config.kiosks.map(({ panel, printer, buttons }) => ({
      panel,
      printer,
      buttons: buttons.map(({ button, service, segment, language }) => {
        const segments = config.segments.find(({ id }) => id === segment)?.names ?? {};
        return { button, language, names: names.get(service) ?? {}, segments };
      }),
    })),
    counters: config.counters.map(({ rules, display, keypad }) => ({
      id: rules.id,
      number: rules.number,
      services: [...new Set(rules.services.map((id) => prefixes.get(id) ?? id))],
      display,
      keypad,
    })),
  };
}

function columnsOf(config: Config, device: string): number {
  const settings = config.devices.find(({ id }) => id === device)?.settings;
  const columns = typeof settings === 'object' && settings !== null && 'columns' in settings ? settings.columns : null;
  return typeof columns === 'number' ? columns : COLUMNS;
}
