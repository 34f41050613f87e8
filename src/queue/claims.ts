import type { Line } from './profile.ts';
import type { Duration, Instant, ServiceId } from './rules.ts';
import type { OwnRules } from './rules-segments.ts';
import type { LineTraits, TraitsBook } from './traits.ts';

/** What a counter has to do with the people of a line. */
export interface Claim {
  /** It is there for them. */
  readonly isOwn: boolean;
  /** It helps them while nobody of its own may be called. */
  readonly isHelpedIdle: boolean;
  /** It helps who of them has waited longer than this, ms; infinite: nobody by the wait. */
  readonly helpedAfter: Duration;
}

const OWN: Claim = { isOwn: true, isHelpedIdle: false, helpedAfter: Number.POSITIVE_INFINITY };

/** Counters that serve the same services for the same people. */
export interface Group {
  readonly number: number;
  readonly services: ReadonlySet<ServiceId>;
  /** Null: they are there for everybody. */
  readonly own: OwnRules | null;
  /** In the back office: they are there for nobody in the hall. */
  readonly isBack?: boolean;
}

/** What counters have to do with lines, by number of their group. */
export interface ClaimBook {
  /** Null: they never call anybody of the line. */
  of(group: number, traits: LineTraits): Claim | null;
  /** The same of all groups, by number. */
  on(traits: LineTraits): readonly (Claim | null)[];
  /** Whether the counters of a group ever help others. */
  isHelper(group: number): boolean;
  /** Whether some of them help whoever has waited long. */
  readonly isHelpByWait: boolean;
}

/** Reads what groups say of services and segments. */
export function claimBook(groups: readonly Group[], book: TraitsBook): ClaimBook {
  const served = new Set(groups.flatMap(({ services }) => [...services]));
  const known = new Map<LineTraits, readonly (Claim | null)[]>();
  const isOwned = (traits: LineTraits): boolean =>
    groups.some(({ services, own }) => services.has(traits.service) && (!own || isIn(book, own.of, traits)));
  const claimOf = ({ services, own, isBack }: Group, traits: LineTraits): Claim | null => {
    if (isBack) return null;
    // The rules dropped the service, or the segment, while customers wait: nobody is left behind.
    if (!services.has(traits.service)) return served.has(traits.service) ? null : OWN;
    if (!own || isIn(book, own.of, traits) || !isOwned(traits)) return OWN;
    return helpFor(book, own, traits);
  };
  const on = (traits: LineTraits): readonly (Claim | null)[] => {
    let claims = known.get(traits);
    if (!claims) {
      claims = groups.map((group) => claimOf(group, traits));
      known.set(traits, claims);
    }
    return claims;
  };
  return {
    on,
    of: (group, traits) => on(traits)[group] ?? null,
    isHelper: (group) => (groups[group]?.own?.helps.length ?? 0) > 0,
    isHelpByWait: groups.some(({ own }) => own?.helps.some(({ when }) => when !== 'idle')),
  };
}

function isIn(book: TraitsBook, selection: OwnRules['of'], traits: LineTraits): boolean {
  return traits.isIn[book.numberOf(selection)] === true;
}

function helpFor(book: TraitsBook, { helps }: OwnRules, traits: LineTraits): Claim | null {
  const here = helps.filter(({ of }) => isIn(book, of, traits));
  if (here.length === 0) return null;
  const waits = here.map(({ when }) => (when === 'idle' ? Number.POSITIVE_INFINITY : when.longerThan));
  return { isOwn: false, isHelpedIdle: here.some(({ when }) => when === 'idle'), helpedAfter: Math.min(...waits) };
}

/** For each two groups whether somebody may be called by both. */
export function sharedBy(
  claims: ClaimBook,
  groups: readonly Group[],
  book: TraitsBook,
): readonly (readonly boolean[])[] {
  const isShared = (mine: Group, theirs: Group): boolean =>
    [...mine.services].some((service) => {
      if (!theirs.services.has(service)) return false;
      if (!mine.own && !theirs.own) return true;
      return book.allOf(service).some((traits) => claims.of(mine.number, traits) && claims.of(theirs.number, traits));
    });
  return groups.map((mine) => groups.map((theirs) => isShared(mine, theirs)));
}

/** The claims of a group on lines with all of which it has something to do; null where it never helps: all are its own. */
export function claimsOn(book: ClaimBook, group: number, lines: readonly Line[]): readonly Claim[] | null {
  return book.isHelper(group) ? lines.map(({ traits }) => book.of(group, traits) ?? OWN) : null;
}

/**
 * The lines that a counter may call from now: its own, and those whom it helps.
 *
 * @param claims on `lines`, as {@link claimsOn} gives them
 * @param now branch time, ms
 */
export function openLines<L extends Line>(
  claims: readonly Claim[] | null,
  lines: readonly L[],
  now: Instant,
): readonly L[] {
  if (!claims) return lines;
  const isIdle = !lines.some(({ first }, n) => first && claims[n]?.isOwn);
  return lines.filter(({ first }, n) => {
    const claim = claims[n];
    if (!claim || claim.isOwn) return true;
    return (isIdle && claim.isHelpedIdle) || (first !== undefined && now - first.queuedAt > claim.helpedAfter);
  });
}
