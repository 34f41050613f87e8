import type { Config } from '../config/config.ts';
import { AT_WINDOW, type SettingsInForce, type StagedSetting } from './stage-settings.ts';

/** Seconds that a press waits for further ones. */
const SEVERAL = ['0', '4', '10'];
const LIMITS = ['0', '1', '2', '5'];
/** The least mean wait, accumulating priority, most of the target used. */
const EXPONENTS = ['0', '1', '20'];
/** Received, reviewed, returned. */
const STEPS_LEAST = 3;

/** Rules of a branch that can be made otherwise, those that it has. */
export function stagedSettings(config: Config): readonly StagedSetting[] {
  const found = [several(config), cardLimit(config), turns(config), exponent(config), review(config)];
  return found.flatMap((setting) => setting ?? []);
}

/** What the files of a branch say of each of them. */
export const settingsBegun = (config: Config): SettingsInForce['settings'] =>
  Object.fromEntries(stagedSettings(config).map(({ setting, begun }) => [setting, begun]));

/** Ids of the segments for which a counter may be there alone. */
export function ownSegments({ segments }: Pick<Config, 'segments'>): readonly string[] {
  return segments.flatMap(({ id, rank = 0 }) => (rank > 0 ? [id] : []));
}

const withBegun = (begun: string, choices: readonly string[]): readonly string[] =>
  choices.includes(begun) ? choices : [begun, ...choices];

function several({ kiosks }: Config): StagedSetting | null {
  const [kiosk] = kiosks;
  if (!kiosk || new Set(kiosk.buttons.map(({ service }) => service)).size < 2) return null;
  const begun = `${kiosk.severalWithin / 1_000}`;
  return { setting: 'several', begun, choices: withBegun(begun, SEVERAL), about: [] };
}

function cardLimit({ kiosks, cards }: Config): StagedSetting | null {
  if (kiosks.every(({ card }) => card === null)) return null;
  const begun = `${cards.limit ?? 0}`;
  return { setting: 'card-limit', begun, choices: withBegun(begun, LIMITS), about: [] };
}

function turns({ profiles }: Config): StagedSetting | null {
  const cycle = profiles.find((profile) => profile.kind === 'cycle');
  if (cycle?.kind !== 'cycle') return null;
  const { id, parts } = cycle;
  const begun = parts.map(({ times }) => times).join(':');
  const ones = parts.map(() => 1);
  const doubled = parts.map((_, place) => ones.with(place, 2).join(':'));
  return {
    setting: 'turns',
    begun,
    choices: withBegun(begun, [ones.join(':'), ...doubled]),
    about: [id, ...parts.map((part) => part.id)],
  };
}

function exponent({ profiles }: Config): StagedSetting | null {
  const score = profiles.find((profile) => profile.kind === 'score');
  if (score?.kind !== 'score') return null;
  const begun = `${score.exponent}`;
  return { setting: 'exponent', begun, choices: withBegun(begun, EXPONENTS), about: [score.id] };
}

/**
 * Of a service whose customers are received, reviewed and given something back at one window: a settlement where there is
 * one. Into the back office may go whose own services other windows have as well.
 */
function review({ services, counters }: Config): StagedSetting | null {
  const inSteps = services.filter(
    ({ rules: { steps } }) => steps.length >= STEPS_LEAST && steps.every(({ isElsewhere }) => isElsewhere !== true),
  );
  const { rules: service } = inSteps.find(({ rules }) => rules.category === 'settlement') ?? inSteps[0] ?? {};
  const step = service?.steps[1];
  if (!service || !step) return null;
  const others = (id: string) => counters.filter(({ rules }) => rules.id !== id);
  const spare = counters.filter(
    ({ rules: { id, services: own, isBack } }) =>
      isBack !== true &&
      own.includes(service.id) &&
      own.every((one) => others(id).some(({ rules }) => rules.own === undefined && rules.services.includes(one))),
  );
  if (spare.length === 0) return null;
  const choices = [AT_WINDOW, ...spare.map(({ rules }) => rules.id)];
  return { setting: 'review', begun: AT_WINDOW, choices, about: [service.id, step.id] };
}
