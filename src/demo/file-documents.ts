import { type Document, isMap, isSeq, type YAMLMap } from 'yaml';

/** Both files of a branch, as they are being written. */
export interface FileDocuments {
  readonly branch: Document;
  readonly standard: Document;
}

/** Entries of a list of a file; none where there is no list. */
export const mapsOf = (node: unknown): readonly YAMLMap[] =>
  isSeq(node) ? node.items.filter((item) => isMap(item)) : [];

/** The entry of a list that has an id. */
export const entryOf = (node: unknown, id: string): YAMLMap | undefined =>
  mapsOf(node).find((entry) => entry.get('id') === id);
