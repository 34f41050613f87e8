import type { BranchDraft, StandardDraft } from '../draft.ts';
import { valueAt } from '../issues.ts';
import type { Problem } from '../problems.ts';
import { alertsSchema } from '../schema/alerts.ts';
import { formatDuration } from '../schema/values.ts';

/** Counters that pause by themselves so soon that the lobby is never told that they are idle. */
export function* checkLeftAlone({ source, counters }: BranchDraft, standard: StandardDraft): Generator<Problem> {
  const own = valueAt(source.value, ['alerts', 'counterIdle']);
  const common = valueAt(standard.source.value, ['alerts', 'counterIdle']);
  const idle = alertsSchema.shape.counterIdle.safeParse(own ?? common ?? {}).data;
  if (!idle?.isOn) return;
  for (const { path, value } of counters.entries) {
    const after = value?.pausesAfter;
    if (after === undefined || after >= idle.after) continue;
    const told = formatDuration(idle.after);
    const what = `it pauses before anybody is told that it is idle (alerts: counterIdle, after ${told})`;
    yield source.problem('warning', [...path, 'pausesAfter'], what, `${told} or more`);
  }
}
