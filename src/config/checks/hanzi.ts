import type { AnyDriver } from '../../devices/driver.ts';
import { notInFont } from '../../devices/hanzi.ts';
import { type BranchDraft, entryOf, lengthAt, listAt, type StandardDraft, textAt, textsAt } from '../draft.ts';
import { valueAt } from '../issues.ts';
import type { Problem } from '../problems.ts';
import type { Path, Source } from '../yaml.ts';
import { limitsOf } from './limits.ts';

/** A text in one language. */
interface Place {
  readonly source: Source;
  readonly path: Path;
}

/** What kiosks show in Hanzi: forms, messages and names of machines with a character that their displays do not have. */
export function* checkHanzi(
  draft: BranchDraft,
  standard: StandardDraft,
  catalogue: readonly AnyDriver[],
): Generator<Problem> {
  const { source } = draft;
  const kiosks = draft.kiosks.entries.flatMap(({ path }) => {
    const panel = textAt(source.value, [...path, 'panel']);
    return limitsOf(draft, panel, catalogue).script === 'hanzi' ? [{ path, panel }] : [];
  });
  const [first] = kiosks;
  if (!first) return;
  const services = new Set(kiosks.flatMap(({ path }) => servicesOf(draft, path)));
  for (const place of textsOf(draft, standard, services)) {
    const text = textAt(place.source.value, place.path);
    const lacking = text === null ? null : notInFont(text);
    if (lacking === null) continue;
    const what = `panel "${first.panel}" cannot show ${named(lacking)} of "${text}"`;
    yield place.source.problem('error', place.path, what, 'characters of GB 2312, or script: latin for the panel');
  }
}

function named(character: string): string {
  return `"${character}" (U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')})`;
}

/** Services that a kiosk gives numbers for. */
function servicesOf({ source }: BranchDraft, kiosk: Path): readonly string[] {
  const buttons = Array.from({ length: lengthAt(source, [...kiosk, 'buttons']) }, (_, n) => [...kiosk, 'buttons', n]);
  return [...buttons, [...kiosk, 'card']].flatMap((path) => textAt(source.value, [...path, 'service']) ?? []);
}

/** The Chinese texts of the bank that such kiosks show. */
function textsOf({ source }: BranchDraft, standard: StandardDraft, services: ReadonlySet<string>): readonly Place[] {
  const forms = [...services].flatMap((service) => {
    const path = entryOf(standard.services, service)?.path;
    return path ? chinese({ source: standard.source, path: [...path, 'forms'] }) : [];
  });
  const lines = forms.flatMap(({ source: file, path }) =>
    textsAt(file, path).map((text) => ({ ...text, source: file })),
  );
  // What is for some segments no screen of the hall shows.
  const messages = listAt(standard.source, ['messages']).entries.flatMap(({ path }) =>
    valueAt(standard.source.value, [...path, 'segments']) === undefined
      ? chinese({ source: standard.source, path: [...path, 'texts'] })
      : [],
  );
  const machines = listAt(source, ['machines']).entries.flatMap(({ path }) =>
    chinese({ source, path: [...path, 'names'] }),
  );
  return [...lines, ...messages, ...machines];
}

/** What stands under the tags of Chinese in a map of languages. */
function chinese({ source, path }: Place): readonly Place[] {
  const texts = valueAt(source.value, path);
  if (typeof texts !== 'object' || texts === null) return [];
  const tags = Object.keys(texts).filter((tag) => /^zh(?:-|$)/i.test(tag));
  return tags.map((tag) => ({ source, path: [...path, tag] }));
}
