import type { z } from 'zod';
import type { AnyDriver } from '../devices/driver.ts';
import { valueAt } from './issues.ts';
import { type BusEntry, busSchema, type CounterEntry, counterSchema, type KioskEntry, kioskSchema } from './schema/branch.ts';
import { type DeviceEntry, deviceSchema } from './schema/device.ts';
import { type Language, languageSchema, type Profile, profileSchema, type Segment, segmentSchema, type Service, serviceSchema } from './schema/standard.ts';
import type { Path, Source } from './yaml.ts';

/**
 * What can be told of a file whose other parts may be wrong: the checks between entries run on it, so that all
 * problems of both files come at once.
 */

/** One entry of a list. */
export interface Entry<T> {
  readonly path: Path;
  /** Null when it has none that could be read. */
  readonly id: string | null;
  /** Null when it has problems of its own, which are told elsewhere. */
  readonly value: T | null;
}

export interface Section<T> {
  readonly entries: readonly Entry<T>[];
  /** Whether all ids are known, so that an id that is not among them is wrong. */
  readonly isComplete: boolean;
}

export interface StandardDraft {
  readonly source: Source;
  readonly languages: Section<Language>;
  readonly segments: Section<Segment>;
  readonly profiles: Section<Profile>;
  readonly services: Section<Service>;
}

export interface BranchDraft {
  readonly source: Source;
  readonly counters: Section<CounterEntry>;
  readonly kiosks: Section<KioskEntry>;
  readonly buses: Section<BusEntry>;
  readonly devices: Section<DeviceEntry>;
  /** Ids of services, as far as they are text. */
  readonly optsOut: readonly (string | null)[];
  readonly displays: { readonly [text in 'idle' | 'paused' | 'closed']: string | null };
}

/** What can be told of a bank standard. */
export function standardDraft(source: Source): StandardDraft {
  return {
    source,
    languages: sectionOf(source, 'languages', languageSchema, 'tag'),
    segments: sectionOf(source, 'segments', segmentSchema),
    profiles: sectionOf(source, 'profiles', profileSchema),
    services: sectionOf(source, 'services', serviceSchema),
  };
}

/** What can be told of a branch. */
export function branchDraft(source: Source, catalogue: readonly AnyDriver[]): BranchDraft {
  const optsOut = valueAt(source.value, ['optsOut']);
  const text = (key: string): string | null => textOf(valueAt(source.value, ['displays', key]));
  return {
    source,
    counters: sectionOf(source, 'counters', counterSchema),
    kiosks: sectionOf(source, 'kiosks', kioskSchema),
    buses: sectionOf(source, 'buses', busSchema),
    devices: sectionOf(source, 'devices', deviceSchema(catalogue)),
    optsOut: Array.isArray(optsOut) ? optsOut.map(textOf) : [],
    displays: { idle: text('idle'), paused: text('paused'), closed: text('closed') },
  };
}

/** A section of which nothing is known: the file could not be read. */
export const unknownSection: Section<never> = { entries: [], isComplete: false };

/** All ids of a section that could be read. */
export function idsOf(section: Section<unknown>): readonly string[] {
  return section.entries.flatMap(({ id }) => (id === null ? [] : [id]));
}

/** The entry with an id; the first, when several have it. */
export function entryOf<T>(section: Section<T>, id: string): Entry<T> | undefined {
  return section.entries.find((entry) => entry.id === id);
}

function sectionOf<T>(source: Source, key: string, schema: z.ZodType<T>, idKey = 'id'): Section<T> {
  const items = valueAt(source.value, [key]);
  if (source.value === undefined || (items !== undefined && !Array.isArray(items))) return unknownSection;
  const entries = (items ?? []).map((item: unknown, index: number): Entry<T> => {
    const result = schema.safeParse(item);
    const id = textOf(valueAt(item, [idKey]));
    return { path: [key, index], id, value: result.success ? result.data : null };
  });
  return { entries, isComplete: entries.every(({ id }: Entry<T>) => id !== null) };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
