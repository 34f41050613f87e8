import type { AnyDriver } from '../../devices/driver.ts';
import type { BranchDraft } from '../draft.ts';
import type { Problem } from '../problems.ts';
import type { Path } from '../yaml.ts';

type PinsDriver = Extract<AnyDriver, { readonly attach: 'pins' }>;

/** What can be taken once on a machine: a pin, a key, a LED. */
interface Claim {
  readonly what: string;
  readonly path: Path;
}

/** Pins of this machine: two buttons or lamps on one pin, one key or one LED, in one device or in several. */
export function* checkPins(draft: BranchDraft, catalogue: readonly AnyDriver[]): Generator<Problem> {
  const firsts = new Map<string, Claim>();
  for (const claim of claimsOf(draft, catalogue)) {
    const first = firsts.get(claim.what);
    if (first) {
      const what = `${claim.what} is taken (line ${draft.source.lineOf(first.path)})`;
      yield draft.source.problem('error', claim.path, what, 'each of them once');
    } else firsts.set(claim.what, claim);
  }
}

function* claimsOf(draft: BranchDraft, catalogue: readonly AnyDriver[]): Generator<Claim> {
  for (const { value, path } of draft.devices.entries) {
    const driver = catalogue.find((each): each is PinsDriver => each.name === value?.driver && each.attach === 'pins');
    if (!value || !driver) continue;
    const { chip, buttons, lamps, inputs } = driver.pins(value.settings);
    const at = (place: Path, key: string): Path => [...path, 'settings', ...place, key];
    const on = chip === null ? '' : ` of ${chip}`;
    for (const { pin, path: place } of [...buttons, ...lamps]) {
      yield { what: `pin ${pin}${on}`, path: at(place, 'pin') };
    }
    const from = inputs.length === 0 ? '' : ` of ${inputs.join(', ')}`;
    for (const { key, path: place } of buttons) yield { what: `key ${key}${from}`, path: at(place, 'key') };
    for (const { led, path: place } of lamps) yield { what: `LED ${led}`, path: at(place, 'led') };
  }
}
