import type { Config } from '../config/config.ts';
import type { StagedCare, StagedChoice, StagedRules, StagedService, StageSnapshot } from './stage.ts';
import { ownSegments, stagedSettings } from './staged-settings.ts';

type CareButton = NonNullable<Config['kiosks'][number]['care']>['buttons'][number];

/** Printers of the catalogue whose settings say no width print this many characters a line. */
const COLUMNS = 42;

/** What of a branch stands as long as the demo runs. */
export interface StagedBranch extends Pick<StageSnapshot, 'name' | 'timeZone' | 'kiosks' | 'counters' | 'rules'> {
  readonly services: readonly StagedService[];
}

/** A branch as people stand before it. */
export function stagedBranch(config: Config): StagedBranch {
  const prefixes = new Map(config.services.map(({ rules }) => [rules.id, rules.numbers.prefix]));
  const names = new Map(config.services.map(({ rules, names: texts }) => [rules.id, texts]));
  return {
    name: config.branch.name,
    timeZone: config.branch.timeZone,
    services: config.services.map(({ rules, names: texts }) => ({
      id: rules.id,
      prefix: rules.numbers.prefix,
      name: texts,
      targetWait: rules.targetWait,
    })),
    rules: stagedRules(config),
    kiosks: config.kiosks.map(({ id, panel, printer, reader, buttons, yesButton, card, care }) => ({
      id,
      panel,
      printer,
      reader,
      buttons: buttons.map(({ button, service, segment, language }) => {
        const segments = config.segments.find((each) => each.id === segment)?.names ?? {};
        return { button, language, service, names: names.get(service) ?? {}, segments };
      }),
      yesButton: yesButton ?? null,
      ...(care && { care: care.buttons.map(stagedCare) }),
      card: card && { reader: card.reader, names: cardsFor(config, card.reader) },
    })),
    counters: config.counters.map(({ rules, display, keypad, ratingPad }) => ({
      id: rules.id,
      number: rules.number,
      services: [...new Set(rules.services.map((id) => prefixes.get(id) ?? id))],
      display,
      keypad,
      ratingPad,
    })),
  };
}

/** A priority has a heart, who does not hear an ear, who does not see well an eye. */
function stagedCare({ button, segment, needs }: CareButton): StagedCare {
  if (segment !== null) return { button, sign: 'heart' };
  return { button, sign: needs.includes('large-type') ? 'eye' : 'ear' };
}

function stagedRules(config: Config): StagedRules {
  const { profiles, segments, rules, messages, hours } = config;
  const named = ({ id, names }: StagedChoice): StagedChoice => ({ id, names });
  return {
    profiles: profiles.map(({ id, kind }) => ({ id, kind })),
    segments: segments.map(named),
    raisesTo: segments.flatMap(({ id, rank = 0 }) => (rules.upgrade?.to === 'any' || rank > 0 ? [id] : [])),
    upgradeReasons: rules.upgrade?.reasons ?? [],
    referralReasons: (rules.visit?.reasons ?? []).map(named),
    marks: rules.rating?.scale ?? null,
    messages,
    week: (hours.branch?.week ?? []).map(({ days, open }) => ({
      days,
      open: open.map(({ from, to }) => `${clockText(from)}-${clockText(to)}`),
    })),
    settings: stagedSettings(config),
    ownSegments: ownSegments(config),
  };
}

const clockText = ({ hour, minute }: { readonly hour: number; readonly minute: number }): string =>
  [hour, minute].map((part) => String(part).padStart(2, '0')).join(':');

/** Names of the cards that a reader's emulator has at hand. */
function cardsFor(config: Config, reader: string): readonly string[] {
  const actions = config.devices.find(({ id }) => id === reader)?.driver.emulatorActions ?? [];
  return actions.flatMap((action) => (action.startsWith('card ') ? [action.slice('card '.length)] : []));
}

/** ASCII characters that a printer puts in a line. */
export function columnsOf(config: Config, device: string): number {
  const settings = config.devices.find(({ id }) => id === device)?.settings;
  const columns = typeof settings === 'object' && settings !== null && 'columns' in settings ? settings.columns : null;
  return typeof columns === 'number' ? columns : COLUMNS;
}
