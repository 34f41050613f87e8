import fc from 'fast-check';
import type { CopyEnd } from './commands-print.ts';
import { isCopyInHand } from './copies.ts';
import type { Wish } from './spec.ts';
import type { QueueState, Ticket } from './state.ts';

/** Somebody asks for a copy of a slip, or a printer says how it ended. */
export type CopyAct =
  | { readonly kind: 'ask'; readonly pick: number; readonly kiosk: string | null }
  | { readonly kind: 'end'; readonly pick: number; readonly how: CopyEnd };

const pick = fc.nat({ max: 40 });

/** Anything of the kind. */
export const copyAct: fc.Arbitrary<CopyAct> = fc.oneof(
  fc.record({ kind: fc.constant('ask' as const), pick, kiosk: fc.constantFrom(null, 'kiosk-1') }),
  fc.record({
    kind: fc.constant('end' as const),
    pick,
    how: fc.constantFrom<CopyEnd>(
      { end: 'printed' },
      { end: 'failed', reason: 'paper-out' },
      { end: 'failed', reason: 'over' },
      { end: 'unknown', reason: 'restart' },
    ),
  }),
);

/** The command of an act. */
export function copyWish(act: CopyAct, { tickets, ended }: QueueState): Wish {
  const all = [...tickets.values(), ...ended];
  if (act.kind === 'end') {
    const inHand = all.filter(({ copies }) => isCopyInHand(copies));
    return { type: 'reprint-ended', ticket: idAt(inHand, act.pick), device: 'printer-1', how: act.how };
  }
  // Mostly a slip that is out, or was.
  const out = [...tickets.values()].filter(({ print }) => print !== 'none' && print !== 'pending');
  const where = act.kiosk === null ? {} : { kiosk: act.kiosk };
  return { type: 'reprint', ticket: { id: idAt(act.pick % 9 === 0 ? all : out, act.pick) }, ...where };
}

function idAt(tickets: readonly Ticket[], pick: number): number {
  return tickets[pick % Math.max(1, tickets.length)]?.id ?? pick;
}
