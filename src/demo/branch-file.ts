import { isMap, isSeq, parseDocument, type YAMLMap } from 'yaml';
import { LobbydError } from '../errors.ts';
import type { FarPlace } from './far-places.ts';

/** What the demo puts in place of the real branch's things. */
export interface DemoBranch {
  /** Path of the bank standard. */
  readonly standard: string;
  readonly journalDirectory: string;
  /** Port of the broker on this machine. */
  readonly mqttPort: number;
  /** Whether it is a program of its own; else the daemon runs one. */
  readonly hasBroker: boolean;
  /** Commands over HTTP, for the lobby manager of the page. */
  readonly http: { readonly port: number; readonly client: string; readonly tokenFile: string };
  /** Where the wire of a device or a bus goes now. */
  placeOf(id: string): FarPlace;
}

/**
 * The example branch on emulated wires: the same text but for the ends of the wires, the journal, the broker's port and
 * the clock (the machine that runs a demo keeps its own), and that it is always open.
 *
 * @param text of a branch file that has been checked
 * @throws LobbydError `demo/branch-file` when it is not the map that a checked file is
 */
export function demoBranchFile(text: string, demo: DemoBranch): string {
  const document = parseDocument(text);
  if (!isMap(document.contents)) throw notABranch();
  for (const list of ['devices', 'buses']) {
    const entries = document.get(list);
    if (!isSeq(entries)) continue;
    for (const entry of entries.items) if (isMap(entry)) moveWire(entry, demo);
  }
  document.set('standard', demo.standard);
  document.setIn(['journal', 'directory'], demo.journalDirectory);
  document.setIn(['clock', 'trust'], 'always');
  const [own, other] = demo.hasBroker ? ['url', 'embeddedPort'] : ['embeddedPort', 'url'];
  document.setIn(['mqtt', own], demo.hasBroker ? `mqtt://127.0.0.1:${demo.mqttPort}` : demo.mqttPort);
  // A broker of the branch goes with all that is for it alone: name, password, certificates.
  for (const key of [other, 'username', 'passwordFile', 'caFile', 'clientId']) document.deleteIn(['mqtt', key]);
  // Whoever looks at a demo at night wants to see a branch that is open.
  for (const key of ['hours', 'services']) document.delete(key);
  // Its tokens stand beside the real file, and its port may be in use by the real branch.
  const { port, client, tokenFile } = demo.http;
  document.set('http', { port, clients: [{ name: client, tokenFile }] });
  return document.toString();
}

function moveWire(entry: YAMLMap, demo: DemoBranch): void {
  const id = entry.get('id');
  if (!entry.has('wire') || typeof id !== 'string') return;
  const place = demo.placeOf(id);
  entry.set('wire', place.kind === 'serial' ? { serial: place.path } : { tcp: `${place.host}:${place.port}` });
}

function notABranch(): LobbydError {
  return new LobbydError({
    code: 'demo/branch-file',
    what: 'the branch file is not a map of settings',
    where: 'branch file of the demo',
    next: 'run lobbyd check on it',
  });
}
