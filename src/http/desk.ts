import type { Branch } from '../branch/port.ts';
import { bodyBy, jsonOf } from '../commands/check.ts';
import { fingerprintOf, rememberedKey, rememberedWish } from '../commands/fingerprint.ts';
import { lateness, type PerformParts, perform } from '../commands/perform.ts';
import { COMMANDS, type CommandName, type ParsedBody } from '../commands/schema.ts';
import { answerOf } from './answer.ts';
import { LARGEST_BODY } from './body.ts';
import { type HttpAnswer, pointerTo, problemAnswer } from './problem.ts';

export interface DeskParts extends PerformParts {
  readonly branch: PerformParts['branch'] & Pick<Branch, 'committed'>;
}

/** A command whose client, name and key are known. */
export interface Asked {
  readonly client: string;
  readonly name: CommandName;
  /** 8 to 64 visible signs. */
  readonly key: string;
  readonly body: Uint8Array;
}

/**
 * Has commands done once, and answers after the commit. The same key of the same client gets the first answer again: the
 * queue remembers it, also over a restart. The same key with another wish is refused.
 *
 * @returns what to call with each command; never rejects
 */
export function commandDesk(parts: DeskParts): (asked: Asked) => Promise<HttpAnswer> {
  /** Fingerprints of what is under way, by source and key. */
  const underWay = new Map<string, { readonly fingerprint: string; count: number }>();
  return async ({ client, name, key, body }) => {
    const command = parsed(name, body);
    if ('status' in command) return command;
    const answered = { command: name, id: key };
    const source = `http:${client}`;
    const fingerprint = fingerprintOf(command);
    const place = rememberedKey(source, key);
    const before = underWay.get(place)?.fingerprint ?? rememberedWish(parts.branch.committed, source, key);
    if (before !== null && before !== fingerprint) return keyReused(name, key);
    const late = lateness(parts.branch, command.body.expiresAt);
    if (late) return answerOf({ problem: late }, answered);
    const entry = underWay.get(place) ?? { fingerprint, count: 0 };
    entry.count += 1;
    underWay.set(place, entry);
    const head = {
      id: { source, key: rememberedKey(key, fingerprint) },
      actor: { kind: 'http', client },
    } as const;
    const outcome = await perform(parts, command, head);
    entry.count -= 1;
    if (entry.count === 0) underWay.delete(place);
    return answerOf(outcome, answered);
  };
}

function parsed(name: CommandName, body: Uint8Array): ParsedBody | HttpAnswer {
  const json = jsonOf(body, LARGEST_BODY);
  const checked = json.problem ? json : bodyBy(COMMANDS[name], json.value);
  // The table gives each name its own body; the compiler sees only the union of all.
  if (!checked.problem) return { name, body: checked.value } as ParsedBody;
  const { code, what, expected, path } = checked.problem;
  return problemAnswer(400, { code, detail: what, expected, pointer: pointerTo(path), command: name });
}

function keyReused(name: CommandName, key: string): HttpAnswer {
  return problemAnswer(422, {
    code: 'http/key-reused',
    detail: 'another command was given under this idempotency key',
    expected: 'a key of its own for each command; the same one only to ask the same again',
    command: name,
    id: key,
  });
}
