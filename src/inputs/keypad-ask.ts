import type { Branch } from '../branch/port.ts';
import type { Millis } from '../clock.ts';
import type { KeypadKey } from '../devices/kinds.ts';
import { BULK } from '../queue/care.ts';
import type { Actor, Command, CommandId } from '../queue/commands.ts';
import type { CounterId, ServiceId } from '../queue/rules.ts';
import { CHOICES_MOST, type EntryDone, findByNumber, type NumberAct, type OfNumber, papersOf } from './keypad-entry.ts';
import { reasonAt, wayOf, windowAt } from './keypad-visit.ts';

/** What a complete entry asks for. */
export type Asked =
  | { readonly kind: 'command'; readonly command: Command }
  /** Nothing to ask the branch: the pad says why. */
  | { readonly kind: 'say'; readonly text: string }
  /** Several tickets have the number. */
  | { readonly kind: 'choose'; readonly act: NumberAct; readonly labels: readonly string[] }
  /** What is known of the customer. */
  | { readonly kind: 'info' }
  | { readonly kind: 'nothing' };

interface AskParts {
  /** How long ago the key was pressed. */
  readonly heldFor: Millis;
  readonly branch: Pick<Branch, 'committed'>;
  readonly device: string;
  readonly counter: CounterId;
  readonly services: readonly ServiceId[];
}

/** What {@link ask} needs of what a pad knows. Name by name: a copy of the whole, which has more, costs each press microseconds. */
export function askParts({ branch, device, counter, services }: Omit<AskParts, 'heldFor'>, heldFor: Millis): AskParts {
  return { heldFor, branch, device, counter, services };
}

/** A command before it has an identity and an actor. */
type Wish = Command extends infer C ? (C extends Command ? Omit<C, 'id' | 'actor'> : never) : never;
type CommandKey = Extract<EntryDone, { kind: 'key' }>['key'];

/**
 * Turns a complete entry into a command of the counter.
 *
 * @param id identity of the press that completed it
 */
export function ask(parts: AskParts, done: EntryDone, id: CommandId): Asked {
  const { counter } = parts;
  const actor: Actor = { kind: 'keypad', device: parts.device };
  const command = (body: Wish): Asked => ({ kind: 'command', command: { ...body, id, actor } as Command });
  switch (done.kind) {
    case 'key':
      return askKey(parts, done.key, command);
    case 'of-label':
      return command(wishOf(done.act, counter, done.label));
    case 'of-number':
      return askNumber(parts, done, command);
    case 'papers':
      return askNumber(parts, papersOf(parts.branch.committed, done.digits), command);
    case 'transfer': {
      const way = wayOf(parts.branch.committed, parts.services, done.target);
      if ('say' in way) return { kind: 'say', text: way.say };
      return command({ type: 'transfer', counter, ...way.to, ...(done.isDelayed ? { after: 'by-rule' } : {}) });
    }
    case 'refer':
      return askReferral(parts, done, command);
    case 'handoff':
      return command({ type: 'handoff', counter });
    case 'take-over':
      return askTakeOver(parts, done.window, command);
    case 'finish-whole':
      return command({ type: 'finish', counter, isWhole: true });
    case 'bulk':
      return askBulk(parts, done.slips, command);
    case 'add-service':
    case 'drop-service':
      return askService(parts, done, command);
    case 'info':
      return { kind: 'info' };
    case 'profile': {
      // 0 gives it back to schedule and switches.
      const profile = parts.branch.committed.rules?.profiles[done.number - 1]?.id ?? null;
      if (profile === null && done.number > 0) return { kind: 'say', text: `NO PROFILE ${done.number}` };
      return command({ type: 'switch-profile', counter, profile });
    }
  }
}

/** Whoever has this number; of several the teller picks one. */
function askNumber({ branch, counter }: AskParts, { act, number }: OfNumber, command: (body: Wish) => Asked): Asked {
  const [first, ...others] = findByNumber(branch.committed, counter, act, number);
  if (first === undefined) return { kind: 'say', text: `NO NUMBER ${number}` };
  if (others.length > 0) return { kind: 'choose', act, labels: [first, ...others].slice(0, CHOICES_MOST) };
  return command(wishOf(act, counter, first));
}

/** The customer at another window, by its number. */
function askTakeOver({ branch, counter }: AskParts, window: number, command: (body: Wish) => Asked): Asked {
  const from = windowAt(branch.committed, window);
  if (from === null) return { kind: 'say', text: `NO WINDOW ${window}` };
  return command({ type: 'take-over', counter, from });
}

/** A nought alone leaves the destination to the reason. */
function askReferral(
  { branch, counter, services }: AskParts,
  { target, reason: number }: Extract<EntryDone, { kind: 'refer' }>,
  command: (body: Wish) => Asked,
): Asked {
  const reason = reasonAt(branch.committed, number);
  if (reason === null) return { kind: 'say', text: `NO REASON ${number}` };
  const way = target === '0' ? { to: {} } : wayOf(branch.committed, services, target);
  if ('say' in way) return { kind: 'say', text: way.say };
  return command({ type: 'refer', counter, reason, ...way.to });
}

/** For the customer at the counter. */
function askService(
  { branch, counter, services }: AskParts,
  { kind, number }: Extract<EntryDone, { kind: 'add-service' | 'drop-service' }>,
  command: (body: Wish) => Asked,
): Asked {
  const service = services[number - 1];
  const ticket = branch.committed.counters.get(counter)?.ticket ?? null;
  if (service === undefined) return { kind: 'say', text: `NO SERVICE ${number}` };
  if (ticket === null) return { kind: 'say', text: 'NO CUSTOMER' };
  return command({ type: kind, ticket: { id: ticket }, service, counter });
}

/** One slip is what every customer has. */
function askBulk({ branch, counter }: AskParts, slips: number, command: (body: Wish) => Asked): Asked {
  const ticket = branch.committed.counters.get(counter)?.ticket ?? null;
  if (ticket === null) return { kind: 'say', text: 'NO CUSTOMER' };
  return command({ type: 'mark-bulk', ticket: { id: ticket }, size: slips < BULK.least ? null : slips, counter });
}

function wishOf(act: NumberAct, counter: CounterId, label: string): Wish {
  if (act === 'papers-ready' || act === 'papers-missing') {
    return { type: 'mark-papers', ticket: { label }, isReady: act === 'papers-ready', counter };
  }
  return { type: act, counter, ticket: { label } };
}

function askKey({ branch, counter, heldFor }: AskParts, key: CommandKey, command: (body: Wish) => Asked): Asked {
  switch (key) {
    case 'next':
      return command({ type: 'call-next', counter, ...(heldFor > 0 ? { heldFor } : {}) });
    case 'recall':
    case 'start':
    case 'finish':
    case 'no-show':
    case 'undo':
      return command({ type: key, counter });
    case 'pause': {
      const isOpen = branch.committed.counters.get(counter)?.state === 'open';
      if (isOpen) return command({ type: 'pause-counter', counter });
      return command({ type: 'open-counter', counter, teller: null, profile: null });
    }
    case 'panic':
      return command({ type: 'panic', counter });
    case 'park':
      return command({ type: 'park', counter, pool: null, returnAfter: null });
  }
}

/** *Enter* on its own is told so: what was typed before a restart, or too long ago, is forgotten. */
export function incomplete(key: KeypadKey): Asked {
  return key === 'enter' ? { kind: 'say', text: 'NOTHING TYPED' } : { kind: 'nothing' };
}
