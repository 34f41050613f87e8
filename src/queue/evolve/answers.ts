import type { QueueEvent } from '../events.ts';
import { ANSWERS_KEPT, SOURCES_KEPT } from '../rules.ts';
import type { QueueState } from '../state.ts';

/** Remembers the answer of a command, for when its source sends it again. Bounded in sources and in answers of each. */
export function remember(state: QueueState, { command, answer }: QueueEvent): void {
  if (command === null || answer === null) return;
  const answers = state.answers.get(command.source) ?? [];
  answers.push({ key: command.key, answer });
  if (answers.length > ANSWERS_KEPT) answers.shift();
  state.answers.delete(command.source);
  state.answers.set(command.source, answers);
  if (state.answers.size <= SOURCES_KEPT) return;
  const [silentLongest] = state.answers.keys();
  if (silentLongest !== undefined) state.answers.delete(silentLongest);
}
