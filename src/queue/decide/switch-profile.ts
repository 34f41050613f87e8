import type { CommandOf } from '../commands.ts';
import type { EventBodyOf } from '../events.ts';
import { placedIn } from '../placed.ts';
import type { CounterId, ProfileId } from '../rules.ts';
import type { Counter } from '../state.ts';
import { isStray, measured, type Standing, standingIn, wantedProfile } from '../switches.ts';
import { backInQueues, movedBy } from './back-in-queues.ts';
import { accept, type Draft, done, draft, type Outcome, refuse } from './outcome.ts';
import { attendedCounter, isRefusal, type Situation } from './situation.ts';

type Switched = EventBodyOf<'profile-switched'>;

/**
 * A person has a counter follow another profile: it holds, whatever schedule and switches say, until a person gives it
 * back (null) or the counter is opened anew.
 */
export function switchProfile(situation: Situation, command: CommandOf<'switch-profile'>): Outcome {
  const counter = attendedCounter(situation, command.counter);
  if (isRefusal(counter)) return refuse(counter);
  const { index, state } = situation;
  const isHeld = command.profile !== null;
  const own = wantedProfile(index, { ...counter, isHeld: false }, standingIn(state));
  const profile = command.profile ?? own?.profile ?? counter.profile;
  if (!index.profiles.has(profile)) return refuse({ code: 'unknown-profile', profile });
  if (profile === counter.profile && isHeld === counter.isHeld) {
    return refuse({ code: 'profile-already', counter: counter.id, profile });
  }
  const changes = profile === counter.profile ? [] : [change(counter, profile)];
  return accept(
    [draft({ type: 'profile-switched', changes, cause: { kind: 'person', isHeld } }, counter.id)],
    done(null),
  );
}

/**
 * What schedule and switches change now: instants that are over, switches whose measure has gone below and then those
 * whose measure has gone above, and counters that were opened or given back meanwhile.
 *
 * @param before what is decided already
 */
export function settleProfiles(situation: Situation, before: readonly Draft[]): Draft[] {
  const { state, index, now } = situation;
  if (isSettled(situation, before)) return [];
  const moved = movedBy(state, before);
  const [gone, back] = [moved.gone, backInQueues(moved)];
  const lastAt = before.length > 0 ? now : state.lastAt;
  const settling = new Settling(situation, before);
  const instants = state.day?.instants ?? [];
  const over = instants.filter(({ at }, n) => n >= state.scheduledTo && at <= now);
  if (over.some(({ what }) => what === 'profile')) {
    for (const instant of over) if (instant.what === 'profile') settling.schedule(instant.counters, instant.profile);
    settling.tell({ kind: 'schedule', done: state.scheduledTo + over.length }, 'schedule');
  }
  const switches = index.rules.switches ?? [];
  for (const rules of switches) {
    if (!state.switchesOn.has(rules.id) || measured(state, index, rules, lastAt, gone, back) >= rules.below) continue;
    settling.turn(rules.id, false);
  }
  for (const rules of switches) {
    if (settling.switchesOn.has(rules.id) || measured(state, index, rules, now, gone, back) <= rules.above) continue;
    settling.turn(rules.id, true);
  }
  settling.rest();
  return settling.drafts;
}

/** Whether nothing can change: most branches have neither schedule nor switches, and most that happens moves no counter. */
function isSettled({ state, index, now }: Situation, before: readonly Draft[]): boolean {
  if (state.switchesOn.size > 0 || (index.rules.switches?.length ?? 0) > 0) return false;
  for (const { body } of before) if (body.type === 'counter-opened' || body.type === 'counter-closed') return false;
  const instants = state.day?.instants ?? [];
  for (let n = state.scheduledTo; n < instants.length; n += 1) {
    const instant = instants[n];
    if (instant?.what === 'profile' && instant.at <= now) return false;
  }
  const standing = standingIn(state);
  return placedIn(state, index).every(({ counter }) => !counter || !isStray(index, counter, standing));
}

/** Profiles while several things change them one after the other. */
class Settling implements Standing {
  readonly drafts: Draft[] = [];
  readonly switchesOn: Set<string>;
  readonly #situation: Situation;
  readonly #scheduled = new Map<CounterId, ProfileId | null>();
  readonly #counters: Counter[];

  constructor(situation: Situation, before: readonly Draft[]) {
    this.#situation = situation;
    this.switchesOn = new Set(situation.state.switchesOn);
    const { index, state } = situation;
    this.#counters = [...index.counters.keys()].flatMap((id) => {
      const counter = state.counters.get(id);
      return counter ? [{ ...counter }] : [];
    });
    for (const { body, counter: id } of before) {
      const counter = this.#counters.find((each) => each.id === id);
      if (counter && body.type === 'counter-opened') Object.assign(counter, { state: 'open', profile: body.profile });
      if (counter && body.type === 'counter-closed') counter.state = 'closed';
    }
  }

  scheduled(counter: CounterId): ProfileId | null {
    const { state } = this.#situation;
    return this.#scheduled.has(counter)
      ? (this.#scheduled.get(counter) ?? null)
      : (state.counters.get(counter)?.scheduled ?? null);
  }

  schedule(counters: readonly CounterId[], profile: ProfileId | null): void {
    for (const counter of counters) this.#scheduled.set(counter, profile);
  }

  turn(id: string, isOn: boolean): void {
    if (isOn) this.switchesOn.add(id);
    else this.switchesOn.delete(id);
    this.tell({ kind: 'switch', switch: id, isOn }, `switch/${id}`);
  }

  /** Those who follow another profile than they are to for no new reason. */
  rest(): void {
    const { index } = this.#situation;
    if (this.#counters.some((counter) => isStray(index, counter, this))) this.tell({ kind: 'standing' }, null);
  }

  tell(cause: Switched['cause'], rule: string | null): void {
    const { index } = this.#situation;
    const changes: Switched['changes'][number][] = [];
    for (const counter of this.#counters) {
      const wanted = isStray(index, counter, this) ? wantedProfile(index, counter, this) : null;
      if (!wanted) continue;
      changes.push(change(counter, wanted.profile));
      counter.profile = wanted.profile;
    }
    this.drafts.push(draft({ type: 'profile-switched', changes, cause }, null, rule));
  }
}

function change({ id, profile }: Counter, to: ProfileId): Switched['changes'][number] {
  return { counter: id, from: profile, to };
}
