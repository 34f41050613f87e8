import { sha256 } from './canonical.ts';

/** A record as it lies in the file: the body is the JSON text that was hashed. */
export interface Row {
  readonly seq: number;
  readonly stream: string;
  readonly type: string;
  readonly version: number;
  readonly at: number;
  readonly offset: number;
  /** 1 when the wall clock could be believed, else 0. */
  readonly trusted: number;
  readonly body: string;
  readonly hash: string;
}

/** A finished month: its records are sealed, and `verify` may start behind it. */
export interface Seal {
  /** `2026-01`: of the newest dated business day in it, in the branch's zone. */
  readonly month: string;
  readonly first: number;
  readonly last: number;
  /** Hash of the record `last`. */
  readonly lastHash: string;
  /** SHA-256 over the hash of the seal before and this seal's content, hex. */
  readonly hash: string;
}

/** Where the chain of records, and that of seals, starts: a hash of the random root that the journal got when it was made. */
export function rootHash(root: string): string {
  return sha256(`lobbyd journal ${root}`);
}

/** The columns of a record up to its body, in the order of {@link Row}. */
export type Place = readonly [
  seq: number,
  stream: string,
  type: string,
  version: number,
  at: number,
  offset: number,
  trusted: number,
];

/** A row as a list of its columns; what stands behind the body does not matter to everybody. */
export type Cells = readonly [...place: Place, body: string, ...rest: readonly string[]];

/** Hash of a record, hex. What is hashed is the stored text, so that reading needs no second opinion on JSON. */
export function recordHash(before: string, row: Omit<Row, 'hash'>): string {
  return hashOf(before, [row.seq, row.stream, row.type, row.version, row.at, row.offset, row.trusted], row.body);
}

/** Hash of a record whose columns are given as a list; what stands behind them does not matter here. */
export function hashOf(before: string, place: readonly [...Place, ...rest: readonly string[]], body: string): string {
  // The JSON of the columns, cell by cell: as a list of its own it costs half as much again as the hash.
  const who = `${place[0]},${JSON.stringify(place[1])},${JSON.stringify(place[2])}`;
  return sha256(`${before}\n[${who},${place[3]},${place[4]},${place[5]},${place[6]}]\n${body}`);
}

/** Hash of a seal, hex. */
export function sealHash(before: string, seal: Omit<Seal, 'hash'>): string {
  return sha256(`${before}\n${JSON.stringify([seal.month, seal.first, seal.last, seal.lastHash])}`);
}

/** Guards what stands outside the chain (cursors, head slots): the first 16 hex digits of its hash under the journal's root. */
export function checkOf(root: string, text: string): string {
  return sha256(`${root}\n${text}`).slice(0, 16);
}
