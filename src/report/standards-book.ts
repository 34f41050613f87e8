import type { Duration, ServiceId, TicketId } from '../queue/rules.ts';
import type { StepDone } from '../queue/visit.ts';
import {
  type Cell,
  copyCell,
  copyDimensions,
  count,
  countTime,
  DIMENSIONS,
  type Dimension,
  type Dimensions,
  type Measured,
  newCell,
  newDimensions,
  newTally,
  type Tally,
} from './standards-tally.ts';

/** Where something is counted: in one line of each dimension, and in the groups that a report wants beside these. */
export type Where = { readonly [D in Dimension]: string | null } & { readonly groups: readonly Group[] };

/** A line that a report wants beside those of the record; told apart by which object it is. */
export type Group = object;

/** What came of one event; it may be undone. */
export interface Sample {
  readonly ticket: TicketId;
  readonly kind: 'call' | 'end';
  readonly where: Where;
  /** Null: nothing is held against a standard. */
  readonly measured: Measured | null;
  /** The step of the service that is over. */
  readonly step: StepDone | null;
  readonly isNoShow: boolean;
  readonly isReferral: boolean;
  /** Of the visit, before. */
  readonly before: { readonly service: ServiceId; readonly served: Duration; readonly isParked: boolean };
}

/** How often the standard of a step was kept. */
export interface StepTally {
  readonly service: ServiceId;
  readonly step: string;
  readonly tally: Tally;
}

/** Who a customer is, as far as it was known, and where: what the lines of the record are told apart by. */
export interface Told {
  readonly service: ServiceId | null;
  readonly counter: string | null;
  readonly teller: string | null;
  readonly segment: string | null;
}

/** Cells of all that a record is told by. */
export class StandardsBook {
  readonly all: Cell;
  readonly by: Dimensions;
  readonly groups: Map<Group, Cell>;
  readonly steps: Map<string, StepTally>;

  constructor(of: Pick<StandardsBook, 'all' | 'by' | 'groups' | 'steps'> | null = null) {
    this.all = of ? copyCell(of.all) : newCell();
    this.by = of ? copyDimensions(of.by) : newDimensions();
    this.groups = new Map([...(of?.groups ?? [])].map(([id, cell]) => [id, copyCell(cell)]));
    this.steps = new Map([...(of?.steps ?? [])].map(([id, each]) => [id, { ...each, tally: { ...each.tally } }]));
  }

  /** Counts what can no longer be undone. */
  enter({ where, measured, step, isNoShow, isReferral }: Sample): void {
    if (step) this.#stepped(step);
    if (!measured && !isNoShow && !isReferral) return;
    for (const cell of this.cells(where)) {
      if (measured) count(cell, measured);
      if (isNoShow) cell.noShows += 1;
      if (isReferral) cell.referrals += 1;
    }
  }

  /** The cells in which something is counted. A list: a start counts the whole day before anything is warm, where a generator costs most. */
  cells(where: Where): readonly Cell[] {
    const cells = [this.all];
    for (const name of DIMENSIONS) {
      const id = where[name];
      if (id !== null) cells.push(cellIn(this.by[name], id));
    }
    for (const id of where.groups) cells.push(cellIn(this.groups, id));
    return cells;
  }

  #stepped({ service, step, took, standard }: StepDone): void {
    const key = `${service}\n${step}`;
    const known = this.steps.get(key) ?? { service, step, tally: newTally() };
    this.steps.set(key, known);
    countTime(known.tally, took, standard);
  }
}

function cellIn<K>(cells: Map<K, Cell>, id: K): Cell {
  const known = cells.get(id);
  if (known) return known;
  const cell = newCell();
  cells.set(id, cell);
  return cell;
}
