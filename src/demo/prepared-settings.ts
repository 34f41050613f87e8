import type { YAMLMap } from 'yaml';
import { entryOf, type FileDocuments, mapsOf } from './file-documents.ts';
import { AT_WINDOW, type OwnChoice, type Setting, type SettingsInForce, type StagedSetting } from './stage-settings.ts';

/** How long somebody has waited before a counter that is there for others helps. */
const LATE = '1min';

/**
 * Writes into both files, as the demo began, what is in force of these rules.
 *
 * @param known rules that this branch has
 */
export function writeSettings(
  files: FileDocuments,
  { settings, own }: SettingsInForce,
  known: readonly StagedSetting[],
): void {
  for (const { setting, begun, about } of known) {
    const choice = settings[setting] ?? begun;
    // A file that says nothing of it stays silent.
    if (choice !== begun) WRITERS[setting](files, choice, about);
  }
  for (const [id, choice] of Object.entries(own)) {
    const counter = entryOf(files.branch.get('counters'), id);
    if (counter) writeOwn(files, counter, choice);
  }
}

type Writer = (files: FileDocuments, choice: string, about: readonly string[]) => void;

const WRITERS: Readonly<Record<Setting, Writer>> = {
  several({ branch }, choice) {
    for (const kiosk of mapsOf(branch.get('kiosks'))) kiosk.set('severalWithin', `${choice}s`);
  },
  'card-limit': ({ standard }, choice) => standard.setIn(['cards', 'limit'], Number(choice)),
  turns({ standard }, choice, [profile = '']) {
    const times = choice.split(':').map(Number);
    const parts = mapsOf(entryOf(standard.get('profiles'), profile)?.get('parts'));
    for (const [place, part] of parts.entries()) part.set('times', times[place] ?? 1);
  },
  exponent({ standard }, choice, [profile = '']) {
    entryOf(standard.get('profiles'), profile)?.set('exponent', Number(choice));
  },
  review: writeReview,
};

/** A step goes to a counter, which leaves the hall for it. */
function writeReview(
  { branch, standard }: FileDocuments,
  choice: string,
  [service = '', step = '']: readonly string[],
): void {
  const counter = entryOf(branch.get('counters'), choice);
  if (choice === AT_WINDOW || !counter) return;
  entryOf(entryOf(standard.get('services'), service)?.get('steps'), step)?.set('doneBy', 'others');
  counter.set('services', branch.createNode([], FLOW));
  counter.set('isBack', true);
  counter.set('steps', branch.createNode([{ step, services: [service] }], FLOW));
  counter.delete('display');
}

/** There for the higher segments alone, and for others where it helps. */
function writeOwn({ branch, standard }: FileDocuments, counter: YAMLMap, choice: OwnChoice): void {
  if (choice === 'begun') return;
  const segments = mapsOf(standard.get('segments')).filter((segment) => Number(segment.get('rank') ?? 0) > 0);
  const ids = segments.map((segment) => segment.get('id'));
  counter.set('segments', branch.createNode(ids, FLOW));
  counter.delete('helps');
  if (choice === 'helps-idle') counter.set('helps', branch.createNode([{ when: 'idle' }], FLOW));
  if (choice === 'helps-late') {
    counter.set('helps', branch.createNode([{ when: 'long-wait', longerThan: LATE }], FLOW));
  }
}

/** On one line. */
const FLOW = { flow: true } as const;
