import { ownEventOf } from '../../journal/codec.ts';
import type { ReadRecord } from '../../journal/selection.ts';
import type { EventOf, EventType, QueueEvent } from '../../queue/events.ts';
import { DiversionRecord } from '../diversion.ts';
import { reprintsOf } from '../reprints.ts';
import { Standards } from '../standards.ts';
import type { Told } from '../standards-book.ts';
import { addCell, type Cell } from '../standards-tally.ts';
import { AlertRecord, type Written } from './alerts.ts';
import { DEVICE_TYPES, DeviceRecord } from './devices.ts';
import type { DayFigures } from './figures.ts';
import { type HalfHour, HalfHours } from './half-hours.ts';
import { GROUPINGS, type Grouping, lineOf, newSheets, type Sheets, sheetAt } from './lines.ts';
import { VisitRecord } from './visits.ts';

const EVENTS: readonly EventType[] = [
  'day-opened',
  'rules-applied',
  'issued',
  'called',
  'recalled',
  'finished',
  'service-finished',
  'transferred',
  'referred',
  'taken-over',
  'handed-off',
  'no-show',
  'returned',
  'cancelled',
  'expired',
  'held-over',
  'parked',
  'unparked',
  'print-failed',
  'papers-marked',
  'bulk-marked',
  'segment-changed',
  'rated',
  'undone',
  'refused',
  'diverted',
  'alert-raised',
  'alert-repeated',
  'alert-acknowledged',
  'alert-cleared',
  'reprint-asked',
  'reprint-ended',
];

/** Types of the records that a report is made of. */
export const REPORT_TYPES: readonly string[] = [...EVENTS, ...DEVICE_TYPES];

/** A line of a half-hour in the record of the standards. */
interface Place {
  readonly halfHour: HalfHour;
  /** Null: of all. */
  readonly grouping: Grouping | null;
  readonly id: string;
}

/** The lines of a half-hour: each is one object. */
class Places {
  readonly all: Place;
  readonly #by: { readonly [G in Grouping]: Map<string, Place> };

  constructor(halfHour: HalfHour) {
    this.all = { halfHour, grouping: null, id: '' };
    this.#by = { service: new Map(), counter: new Map(), teller: new Map(), segment: new Map() };
  }

  /** All lines in which something is counted. */
  groupsOf(told: Told): readonly Place[] {
    const groups = [this.all];
    for (const grouping of GROUPINGS) {
      const id = told[grouping];
      if (id !== null) groups.push(this.#of(grouping, id));
    }
    return groups;
  }

  #of(grouping: Grouping, id: string): Place {
    const known = this.#by[grouping].get(id);
    if (known) return known;
    const place = { halfHour: this.all.halfHour, grouping, id };
    this.#by[grouping].set(id, place);
    return place;
  }
}

/** One business day, kept record by record. */
class DayBook {
  readonly began: Written;
  readonly alerts: AlertRecord;
  readonly #day: string | null;
  readonly #isRest: boolean;
  readonly #standards: Standards;
  readonly #visits: VisitRecord;
  readonly #diversion = new DiversionRecord();
  readonly #reprints: ReadRecord[] = [];
  readonly #places = new Map<HalfHour, Places>();
  readonly #zone: string | undefined;
  #last: Written;
  #isTrusted = true;
  #now: HalfHour;

  constructor(first: { event: EventOf<'day-opened'> | null; written: Written; halfHour: HalfHour }, before: Before) {
    const { event, written, halfHour } = first;
    this.began = written;
    this.#last = written;
    this.#now = halfHour;
    this.#day = event?.day ?? null;
    this.#isRest = event === null;
    this.#zone = before.zone;
    this.alerts = new AlertRecord(before.alerts, event?.opening.alerts?.standing ?? [], written);
    this.#visits = new VisitRecord(event?.opening ?? null, halfHour);
    this.#standards = new Standards((told) => this.#groupsOf(told));
  }

  take(record: ReadRecord, event: QueueEvent | null, written: Written, halfHour: HalfHour): void {
    this.#last = written;
    this.#now = halfHour;
    if (!record.isTrusted) this.#isTrusted = false;
    if (event === null) return;
    this.#standards.take(event);
    this.#visits.take(event, halfHour);
    this.#diversion.take(event);
    this.alerts.take(event, written);
    if (event.type === 'reprint-asked' || event.type === 'reprint-ended') this.#reprints.push(record);
  }

  /** @param ended where the next day begins; null: the day goes on */
  figures(ended: Written | null, devices: DeviceRecord): DayFigures {
    const kept = this.#standards.closed();
    const sheets = newSheets();
    this.#visits.count(sheets);
    addCell(sheets.whole.all.cell, kept.all);
    for (const grouping of GROUPINGS) {
      for (const [id, cell] of kept.by[grouping]) addCell(lineOf(sheets.whole, grouping, id).cell, cell);
    }
    // No other groups than those that it was given.
    for (const [group, cell] of kept.groups) this.#addGroup(sheets, group as Place, cell);
    const { starts, isKnown } = devices;
    return {
      head: {
        day: this.#day,
        isRest: this.#isRest,
        from: this.began,
        to: ended ?? this.#last,
        isOver: ended !== null,
        isTrusted: this.#isTrusted,
      },
      sheets,
      steps: kept.steps,
      diversions: this.#diversion.figures().by,
      alerts: this.alerts.entries,
      reprints: reprintsOf(this.#reprints),
      devices: { starts, isKnown },
      zone: this.#zone,
    };
  }

  #groupsOf(told: Told): readonly Place[] {
    let places = this.#places.get(this.#now);
    if (!places) {
      places = new Places(this.#now);
      this.#places.set(this.#now, places);
    }
    return places.groupsOf(told);
  }

  #addGroup(sheets: Sheets, { halfHour, grouping, id }: Place, cell: Cell): void {
    const sheet = sheetAt(sheets, halfHour.start, halfHour);
    addCell((grouping === null ? sheet.all : lineOf(sheet, grouping, id)).cell, cell);
  }
}

interface Before {
  readonly alerts: AlertRecord | null;
  readonly zone: string | undefined;
}

/** What a report reads. */
export interface ReportRecords {
  /** What devices went through before the first day; read first. */
  readonly before: Iterable<ReadRecord>;
  /** Whether {@link ReportRecords.before} begins with the journal. */
  readonly isFromStart: boolean;
  /** Of {@link REPORT_TYPES}, in order. */
  readonly records: Iterable<ReadRecord>;
  /** The opening that comes after the last day; null: the last day goes on. */
  readonly end: number | null;
}

/**
 * Reads business days, each record once.
 *
 * @param zone IANA time zone of the half-hours; undefined: the machine's
 */
export function dayFiguresOf(read: ReportRecords, zone?: string): readonly DayFigures[] {
  const halfHours = new HalfHours(zone);
  const devices = new DeviceRecord(read.isFromStart);
  const days: DayFigures[] = [];
  let book: DayBook | null = null;
  let alerts = stoodBefore(read.before, devices);
  const close = (ended: Written | null): void => {
    if (!book) return;
    days.push(book.figures(ended, devices));
    alerts = book.alerts;
    devices.starts = 0;
    book = null;
  };
  for (const record of read.records) {
    const event = ownEventOf(record);
    const written: Written = { at: record.at, wall: record.at + record.offset };
    const halfHour = halfHours.at(written.wall, record.isTrusted);
    if (event?.type === 'day-opened') close(written);
    if (record.seq === read.end) break;
    const opening = event?.type === 'day-opened' ? event : null;
    book ??= new DayBook({ event: opening, written, halfHour }, { alerts, zone });
    if (event === null) devices.take(record, written, book.alerts, book.began);
    book.take(record, event, written, halfHour);
  }
  close(null);
  return days;
}

/** What stood of devices when the first day began. */
function stoodBefore(records: Iterable<ReadRecord>, devices: DeviceRecord): AlertRecord {
  const alerts = new AlertRecord(null, [], { at: 0, wall: 0 });
  for (const record of records) {
    if (record.stream !== 'device') continue;
    const written = { at: record.at, wall: record.at + record.offset };
    devices.take(record, written, alerts, written);
  }
  devices.starts = 0;
  return alerts;
}
