import type { Branch } from '../branch/port.ts';
import type { DeviceHealth } from '../devices/kinds.ts';
import type { Head } from '../journal/store.ts';
import type { DeviceAlert } from '../queue/alerts.ts';
import type { ShownStandards } from '../report/live-standards.ts';
import { figuresOf, stepFigures } from '../report/standards-figures.ts';
import type { ServiceGuidance } from '../views/advice.ts';
import { alertViews } from '../views/alerts.ts';
import { type CounterView, counterView, parkedFor, profileOf, waitingFor } from '../views/counter.ts';
import { hallView, hoursView } from '../views/hall.ts';
import { customerTexts } from '../views/hours-texts.ts';
import { queueView } from '../views/queue.ts';
import { type VisitView, visitAt } from '../views/visit.ts';
import { isoOf, wallTimeOf } from './events-body.ts';
import type { StateKind, StatePayload } from './schema/states.ts';
import { paintAppointments, paintMissed, paintParked } from './state-views-aside.ts';
import { guidanceThings } from './state-views-guidance.ts';
import { paintBoard, paintSignals } from './state-views-hall.ts';
import { topicLevel } from './topic-names.ts';

/** Where the states are painted from: committed state, device health, the journal's head. */
export interface StateSources {
  readonly branch: Pick<Branch, 'committed' | 'now' | 'wallOf'>;
  devices(): readonly DeviceHealth[];
  deviceAlerts(): readonly DeviceAlert[];
  /** IANA zone of the branch. */
  zone(): string;
  /** The head that is shown: taken once an hour, since it changes with every record. */
  shownHead(): Head;
  /** Null: it is not told. */
  standards(): ShownStandards | null;
  /** What the configuration says to customers of a service; null: nothing. */
  guidance(service: string): ServiceGuidance | null;
}

/** A state before the place in the journal is put on it. */
export type Painted<K extends StateKind> = Omit<StatePayload<K>, 'asOfSeq' | 'epoch'>;

/** One retained state: its topic below `…/state/` and how it is painted now; null when it no longer exists. */
export interface Thing {
  readonly name: string;
  /** A value that is another one whenever the state is; left out where nothing tells that but the painting. */
  readonly source?: object;
  paint(): object | null;
  /** The record that it is true after; left out: the newest. */
  readonly asOfSeq?: number;
}

/** What {@link thingsOf} goes by: while each is the very same value, so are the things. */
export function listSources(sources: StateSources): readonly unknown[] {
  const { rules } = sources.branch.committed;
  const told = (rules?.services ?? []).map(({ id }) => sources.guidance(id));
  return [rules, sources.shownHead(), sources.standards(), ...told, ...sources.devices()];
}

/** All things that exist now. */
export function thingsOf(sources: StateSources): readonly Thing[] {
  const { rules } = sources.branch.committed;
  return [
    { name: 'branch', paint: () => paintBranch(sources) },
    { name: 'hall', paint: () => paintHall(sources) },
    ...(rules?.counters ?? []).map(({ id }) => ({
      name: `counter/${topicLevel(id)}`,
      paint: () => paintCounter(sources, id),
    })),
    ...(rules?.services ?? []).map(({ id }) => ({
      name: `queue/${topicLevel(id)}`,
      paint: () => paintQueue(sources, id),
    })),
    { name: 'board', paint: () => paintBoard(sources) },
    { name: 'signals', paint: () => paintSignals(sources) },
    { name: 'parked', paint: () => paintParked(sources) },
    { name: 'missed', paint: () => paintMissed(sources) },
    { name: 'appointments', paint: () => paintAppointments(sources) },
    { name: 'alerts', paint: () => paintAlerts(sources) },
    ...sources.devices().map((health) => ({
      name: `device/${topicLevel(health.device)}`,
      source: health,
      paint: () => paintDevice(sources, health.device),
    })),
    {
      name: 'journal',
      source: sources.shownHead(),
      asOfSeq: sources.shownHead().seq,
      paint: (): Painted<'journal'> => ({ hash: sources.shownHead().hash }),
    },
    ...guidanceThings(sources),
    ...standardsThing(sources),
  ];
}

function paintBranch({ branch, devices }: StateSources): Painted<'branch'> {
  const { committed } = branch;
  const { day, hall } = hallView(committed);
  // Name by name, as all that is painted after every commit: a spread with names behind it costs the engine microseconds.
  return {
    day,
    hall,
    clock: { isTrusted: committed.clock?.isTrusted ?? false },
    rules: committed.rules?.version ?? null,
    counters: committed.rules?.counters.map(({ id }) => id) ?? [],
    services: committed.rules?.services.map(({ id }) => id) ?? [],
    devices: devices().map(({ device }) => device),
  };
}

function paintHall({ branch }: StateSources): Painted<'hall'> {
  const { phase, since, isByClock, next, opens } = hoursView(branch.committed);
  return {
    phase,
    since: wallTimeOf(branch, since),
    isByClock,
    next: next && { phase: next.phase, at: wallTimeOf(branch, next.at) },
    opens: isoOf(opens),
  };
}

function paintCounter({ branch }: StateSources, id: string): Painted<'counter'> | null {
  const view = counterView(branch.committed, id);
  const profile = profileOf(branch.committed, id);
  if (!view || !profile) return null;
  const visit = visitAt(branch.committed, id);
  const { counter, number, state, isBack, ticket, isStanding } = view;
  const shown = ticket && visit && paintVisit(ticket, wallTimeOf(branch, ticket.calledAt), visit);
  const [waiting, parked] = [waitingFor(branch.committed, id), [...parkedFor(branch.committed, id)]];
  return { counter, number, state, isBack, ticket: shown, isStanding, waiting, parked, profile };
}

function paintVisit(ticket: NonNullable<CounterView['ticket']>, calledAt: string | null, visit: VisitView) {
  const { referral } = visit;
  return {
    label: ticket.label,
    status: ticket.status,
    calledAt,
    recalls: ticket.recalls,
    service: visit.service,
    language: visit.language,
    visit: visit.progress,
    pending: [...visit.pending],
    papersReady: visit.papersReady,
    referral: referral && { reason: referral.reason, names: { ...referral.names }, counter: referral.counter },
    step: visit.step,
    steps: visit.steps.map((each) => ({ ...each })),
    seenAt: [...visit.seenAt],
  };
}

function paintQueue({ branch, zone }: StateSources, id: string): Painted<'queue'> | null {
  const view = queueView(branch.committed, id, branch.now());
  if (!view) return null;
  const longestSince = wallTimeOf(branch, view.longestSince);
  const { wait, waiting, isIssuing, whyNot, today } = view;
  const opens = whyNot && 'opens' in whyNot ? isoOf(whyNot.opens) : null;
  const texts = whyNot === null ? {} : customerTexts(whyNot, { zone: zone(), now: branch.wallOf(branch.now()) });
  return { service: id, waiting, isIssuing, whyNot: whyNot?.code ?? null, opens, texts, today, longestSince, wait };
}

function paintAlerts({ branch, deviceAlerts }: StateSources): Painted<'alerts'> {
  const views = alertViews(branch.committed, deviceAlerts(), branch.now());
  return {
    alerts: views.map(({ id, kind, severity, times, service, device, since, acknowledged, counters, tickets }) => ({
      id,
      kind,
      severity,
      times,
      service,
      device,
      since: wallTimeOf(branch, since),
      counters: [...counters],
      tickets: tickets.map(({ ticket, label }) => ({ ticket, label })),
      acknowledged: acknowledged && { ...acknowledged, at: wallTimeOf(branch, acknowledged.at) },
    })),
  };
}

function paintDevice({ devices }: StateSources, id: string): Painted<'device'> | null {
  const health = devices().find(({ device }) => device === id);
  if (!health) return null;
  const { device, state, reason, conditions } = health;
  return { device, state, reason, conditions: [...conditions] };
}

/** Neither who the teller nor who the customer is: the hall may read it. */
function standardsThing({ branch, standards }: StateSources): readonly Thing[] {
  const shown = standards();
  if (!shown) return [];
  const { day, all, by, steps } = shown.kept;
  const paint = (): Painted<'standards'> => {
    const { rules } = branch.committed;
    const known = (entries: readonly { readonly id: string }[] | undefined) => new Set(entries?.map(({ id }) => id));
    const [services, counters] = [known(rules?.services), known(rules?.counters)];
    const told = (cells: (typeof by)['service'], ids: ReadonlySet<string>) =>
      cells.flatMap(([id, cell]) => (ids.has(id) ? [{ id, ...figuresOf(cell) }] : []));
    const papers = by.papers.map(([id, cell]) => ({ id, ...figuresOf(cell) }));
    const shown = { services: told(by.service, services), counters: told(by.counter, counters), papers };
    const ofSteps = stepFigures(steps).filter(({ service }) => services.has(service));
    return { day, all: figuresOf(all), ...shown, steps: [...ofSteps] };
  };
  return [{ name: 'standards', source: shown, asOfSeq: shown.seq, paint }];
}
