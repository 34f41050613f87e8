import type { z } from 'zod';
import type { AnyDriver } from '../devices/driver.ts';
import { valueAt } from './issues.ts';
import {
  type BusEntry,
  busSchema,
  type CounterEntry,
  counterSchema,
  type DisplaysEntry,
  displaysSchema,
  type KioskEntry,
  kioskSchema,
} from './schema/branch.ts';
import { type DeviceEntry, deviceSchema } from './schema/device.ts';
import { type Profile, profileSchema } from './schema/profile.ts';
import {
  type Language,
  languageSchema,
  type Segment,
  type Service,
  segmentSchema,
  serviceSchema,
} from './schema/standard.ts';
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

/** One list of a file. */
export interface Section<T> {
  readonly entries: readonly Entry<T>[];
  /** Whether each entry has an id of its own, so that an id that is not among them is wrong. */
  readonly isComplete: boolean;
}

/** What can be told of a bank standard. */
export interface StandardDraft {
  readonly source: Source;
  readonly languages: Section<Language>;
  readonly segments: Section<Segment>;
  readonly profiles: Section<Profile>;
  readonly services: Section<Service>;
}

/** What can be told of a branch. */
export interface BranchDraft {
  readonly source: Source;
  readonly counters: Section<CounterEntry>;
  readonly kiosks: Section<KioskEntry>;
  readonly buses: Section<BusEntry>;
  readonly devices: Section<DeviceEntry>;
  /** Null when it has problems of its own. */
  readonly displays: DisplaysEntry | null;
}

/** Goes through the lists of a bank standard. */
export function standardDraft(source: Source): StandardDraft {
  return {
    source,
    languages: sectionOf(source, 'languages', languageSchema, 'tag'),
    segments: sectionOf(source, 'segments', segmentSchema),
    profiles: sectionOf(source, 'profiles', profileSchema),
    services: sectionOf(source, 'services', serviceSchema),
  };
}

/** Goes through the lists of a branch. */
export function branchDraft(source: Source, catalogue: readonly AnyDriver[]): BranchDraft {
  return {
    source,
    counters: sectionOf(source, 'counters', counterSchema),
    kiosks: sectionOf(source, 'kiosks', kioskSchema, 'id', true),
    buses: sectionOf(source, 'buses', busSchema, 'id', true),
    devices: sectionOf(source, 'devices', deviceSchema(catalogue), 'id', true),
    displays: displaysSchema.safeParse(valueAt(source.value, ['displays']) ?? {}).data ?? null,
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

/** The entries of a list; a list that must be there and is not has told so, and nothing is known of it. */
export function sectionOf<T>(
  source: Source,
  key: string,
  schema: z.ZodType<T>,
  idKey = 'id',
  isOptional = false,
): Section<T> {
  const items = valueAt(source.value, [key]);
  const isLeftOut = isOptional && source.value !== undefined && items === undefined;
  if (!isLeftOut && !Array.isArray(items)) return unknownSection;
  const entries = (items ?? []).map((item: unknown, index: number): Entry<T> => {
    const result = schema.safeParse(item);
    const id = textAt(item, [idKey]);
    return { path: [key, index], id, value: result.success ? result.data : null };
  });
  const ids = new Set(entries.map(({ id }: Entry<T>) => id));
  return { entries, isComplete: !ids.has(null) && ids.size === entries.length };
}

/** A text somewhere in a value, null when it is no text or not there. */
export function textAt(value: unknown, path: Path): string | null {
  const found = valueAt(value, path);
  return typeof found === 'string' ? found : null;
}

/** The texts of a list somewhere in a source, each with its path. */
export function textsAt(source: Source, path: Path): readonly { readonly path: Path; readonly text: string }[] {
  const items = valueAt(source.value, path);
  if (!Array.isArray(items)) return [];
  return items.flatMap((text: unknown, index) => (typeof text === 'string' ? [{ path: [...path, index], text }] : []));
}

/** The entries of a list somewhere in a source, by their ids. */
export function listAt(source: Source, path: Path): Section<unknown> {
  const items = valueAt(source.value, path);
  const entries = (Array.isArray(items) ? items : []).map((item: unknown, index): Entry<unknown> => {
    return { path: [...path, index], id: textAt(item, ['id']), value: null };
  });
  return { entries, isComplete: true };
}

/** How many entries a list somewhere in a source has. */
export function lengthAt(source: Source, path: Path): number {
  const items = valueAt(source.value, path);
  return Array.isArray(items) ? items.length : 0;
}

/** What can be told of a map of which some keys may be wrong. */
export interface Readable<T> {
  /** The map without its wrong keys; a default stands where one was wrong or missing. */
  readonly value: T;
  /** Nothing was wrong. */
  readonly isWhole: boolean;
  /** Whether these keys are as the file means them: not wrong, and not missing beside a key that nobody knows. */
  isSure(...keys: readonly string[]): boolean;
}

/** Reads a map key by key; null when it is no map, or a key that it needs is wrong or missing. */
export function readableAt<T>(source: Source, path: Path, schema: z.ZodType<T>): Readable<T> | null {
  const written = valueAt(source.value, path) ?? {};
  const whole = schema.safeParse(written);
  if (whole.success) return { value: whole.data, isWhole: true, isSure: () => true };
  if (typeof written !== 'object' || Array.isArray(written)) return null;
  const { issues } = whole.error;
  const unknown = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []));
  const wrong = new Set([...unknown, ...issues.map(({ path: [key] }) => String(key))]);
  const rest = Object.fromEntries(Object.entries(written).filter(([key]) => !wrong.has(key)));
  const read = schema.safeParse(rest);
  if (!read.success) return null;
  const isMeant = (key: string): boolean => Object.hasOwn(rest, key) || (unknown.length === 0 && !wrong.has(key));
  return { value: read.data, isWhole: false, isSure: (...keys) => keys.every(isMeant) };
}
