import { minutes } from '../../clock.ts';
import { type BranchDraft, lengthAt, readableAt, type StandardDraft } from '../draft.ts';
import type { Problem } from '../problems.ts';
import { hoursRulesSchema } from '../schema/hours.ts';
import { formatDuration } from '../schema/values.ts';
import type { Path } from '../yaml.ts';
import { spansAt, startOf } from './hours.ts';

/** A last number so long before closing as the branch is open: on some days, or never, there is none. */
export function* checkLastTickets(draft: BranchDraft, standard: StandardDraft): Generator<Problem> {
  const rules = readableAt(standard.source, ['rules', 'hours'], hoursRulesSchema);
  if (!rules?.isSure('lastTicketBefore') || rules.value.lastTicketBefore === 0) return;
  const before = rules.value.lastTicketBefore;
  const open = openingsOf(draft);
  const short = open.filter(({ length }) => length <= before);
  const [first] = short;
  if (!first) return;
  const { source } = draft;
  const bound = `lastTicketBefore is ${formatDuration(before)} in the bank standard`;
  if (short.length === open.length) {
    yield source.problem('error', first.path, `no number is ever issued: ${bound}`, 'hours that are longer than that');
    return;
  }
  for (const { path } of short) {
    const what = `no number is issued on such a day: ${bound}`;
    yield source.problem('warning', path, what, 'hours that are longer than that');
  }
}

/** From the first opening to closing of each entry of the hours that opens at all, ms. */
function openingsOf(draft: BranchDraft): readonly { readonly path: Path; readonly length: number }[] {
  const { source } = draft;
  return ['week', 'holidays', 'dates'].flatMap((kind) => {
    const list = ['hours', kind];
    return Array.from({ length: lengthAt(source, list) }, (_, index): Path => [...list, index, 'open']).flatMap(
      (path) => {
        const spans = spansAt(source, path, startOf(draft));
        // What cannot be read, or runs backwards, has a problem of its own.
        if (spans.length === 0 || spans.length < lengthAt(source, path) || spans.some(({ from, to }) => to <= from))
          return [];
        const length = Math.max(...spans.map(({ to }) => to)) - Math.min(...spans.map(({ from }) => from));
        return [{ path, length: minutes(length) }];
      },
    );
  });
}
