import { type StandardDraft, textAt, textsAt } from '../draft.ts';
import type { Service } from '../schema/standard.ts';
import type { Path, Source } from '../yaml.ts';

/** The services of a selection. */
export function selectedServices(draft: StandardDraft, source: Source, path: Path): readonly Service[] {
  const written = (key: string): readonly string[] | null => {
    const texts = textsAt(source, [...path, key]);
    return texts.length === 0 ? null : texts.map(({ text }) => text);
  };
  const [services, categories] = [written('services'), written('categories')];
  const complexity = textAt(source.value, [...path, 'complexity']);
  return draft.services.entries.flatMap(({ value }) => {
    if (!value || (services && !services.includes(value.id)) || (categories && !categories.includes(value.category)))
      return [];
    return complexity !== null && complexity !== value.complexity ? [] : [value];
  });
}
