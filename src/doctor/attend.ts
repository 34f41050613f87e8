import { z } from 'zod';
import { type Clock, type Millis, seconds, type Timer } from '../clock.ts';
import { CHECK_LIMIT, LOOKS, type Look, type Plan, stopped, tooSlow } from './doctor.ts';
import { type Finding, findingsSchema } from './finding.ts';

/** What an examining process says, a line of JSON each: what it looks at now, what it found there, that it is through. */
const sayingSchema = z.union([
  z.strictObject({ look: z.enum(LOOKS) }),
  z.strictObject({ found: findingsSchema }),
  z.strictObject({ end: z.literal(true) }),
]);
export type Saying =
  | { readonly look: Look }
  | { readonly found: readonly Finding[] }
  /** It need not be waited for: a process with a call that hangs in the kernel may never be gone. */
  | { readonly end: true };

/** Who listens to an examining process. */
export interface Listener {
  onLine(line: string): void;
  /** Ended, whatever it had said. */
  onGone(why: string): void;
}

/** What {@link attend} needs. */
export interface AttendParts {
  readonly clock: Clock;
  /** Starts a process that does this part of the examination; what it returns leaves it to itself. */
  examine(plan: Plan, listener: Listener): () => void;
  onFindings(findings: readonly Finding[]): void;
}

/** A process whose loop turns gives a look up by itself before that. */
export const SILENCE_LIMIT: Millis = CHECK_LIMIT + seconds(5);

/**
 * Has a branch examined by another process, so that the doctor ends and says so when a system call there never comes back:
 * a dying disk, a driver that hangs. What it hung at is a finding, and a new process looks at the rest.
 */
export async function attend(parts: AttendParts): Promise<readonly Finding[]> {
  const all: Finding[] = [];
  const tell = (findings: readonly Finding[]): void => {
    all.push(...findings);
    parts.onFindings(findings);
  };
  let left: readonly Look[] = LOOKS;
  const hung = new Set<Look>();
  while (left.length > 0) {
    const { at, told, why } = await oneProcess({ looks: new Set(left), hung }, { ...parts, onFindings: tell });
    if (why === null) break;
    const failed = (part: string): Finding => (why === 'silent' ? tooSlow(part, SILENCE_LIMIT) : stopped(part, why));
    if (at === null) {
      // It did not get so far as to look at anything: another one would not either.
      tell([failed(left.join(', '))]);
      break;
    }
    if (!told) {
      hung.add(at);
      tell([failed(at)]);
    }
    left = left.slice(left.indexOf(at) + 1);
  }
  return all;
}

interface ProcessEnd {
  /** What it looked at last; null: nothing yet. */
  readonly at: Look | null;
  /** Whether it has told what it found there. */
  readonly told: boolean;
  /** Null: it came through. */
  readonly why: string | null;
}

function oneProcess(plan: Plan, { clock, examine, onFindings }: AttendParts): Promise<ProcessEnd> {
  return new Promise((resolve) => {
    const state = { at: null as Look | null, told: false, isOver: false, leave: (): void => {} };
    let timer: Timer | null = null;
    const end = (why: string | null): void => {
      if (state.isOver) return;
      state.isOver = true;
      timer?.cancel();
      state.leave();
      resolve({ at: state.at, told: state.told, why });
    };
    const wait = (): void => {
      timer?.cancel();
      timer = clock.after(SILENCE_LIMIT, () => end('silent'));
    };
    const onLine = (line: string): void => {
      const saying = sayingOf(line);
      if (saying === null || state.isOver) return;
      wait();
      if ('look' in saying) Object.assign(state, { at: saying.look, told: false });
      else if ('found' in saying) {
        state.told = true;
        onFindings(saying.found);
      } else end(null);
    };
    wait();
    state.leave = examine(plan, { onLine, onGone: end });
    if (state.isOver) state.leave();
  });
}

/** Null: somebody else's line, as of a library that complains. */
function sayingOf(line: string): Saying | null {
  try {
    const { success, data } = sayingSchema.safeParse(JSON.parse(line));
    return success ? (data as Saying) : null;
  } catch {
    return null;
  }
}
