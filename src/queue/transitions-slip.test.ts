import { describe, expect, test } from 'vitest';
import type { Command } from './commands.ts';
import type { EventType } from './events.ts';
import type { RefusalCode } from './refusals.ts';
import { ask, decideFrozen, given, issuedOnPaper, opened, type Step } from './spec.ts';

const PRINT_STATES = ['pending', 'started', 'printed', 'unknown'] as const;
type PrintCommand = 'print-started' | 'print-ended' | 'print-failed' | 'print-unknown' | 'reprint' | 'reprint-ended';

/** Event types in order, or the code of the refusal. */
type Cell = readonly EventType[] | RefusalCode;

function job(type: PrintCommand): Command {
  const slip = { ticket: 1, device: 'printer-1' } as const;
  switch (type) {
    case 'print-started':
    case 'print-ended':
      return ask({ type, ...slip });
    case 'print-failed':
      return ask({ type, ...slip, reason: 'gone' });
    case 'print-unknown':
      return ask({ type, ...slip, reason: 'restart' });
    case 'reprint':
      return ask({ type, ticket: { id: 1 } });
    case 'reprint-ended':
      return ask({ type, ...slip, how: { end: 'printed' } });
  }
}

/** A waiting ticket on paper: what its printer may say after what. */
const PRINT_TABLE: { readonly [P in (typeof PRINT_STATES)[number]]: { readonly [T in PrintCommand]: Cell } } = {
  pending: {
    'print-started': ['print-started'],
    'print-ended': ['print-ended'],
    'print-failed': ['print-failed'],
    'print-unknown': ['print-unknown'],
    reprint: 'wrong-print-state',
    'reprint-ended': 'no-copy',
  },
  started: {
    'print-started': 'wrong-print-state',
    'print-ended': ['print-ended'],
    'print-failed': ['print-failed'],
    'print-unknown': ['print-unknown'],
    reprint: 'wrong-print-state',
    'reprint-ended': 'no-copy',
  },
  printed: {
    'print-started': 'wrong-print-state',
    'print-ended': 'wrong-print-state',
    'print-failed': 'wrong-print-state',
    'print-unknown': 'wrong-print-state',
    reprint: ['reprint-asked'],
    'reprint-ended': 'no-copy',
  },
  unknown: {
    'print-started': ['print-started'],
    'print-ended': ['print-ended'],
    'print-failed': ['print-failed'],
    'print-unknown': 'wrong-print-state',
    reprint: ['reprint-asked'],
    'reprint-ended': 'no-copy',
  },
};
const PRINT_PASTS: { readonly [P in (typeof PRINT_STATES)[number]]: readonly Step[] } = {
  pending: [],
  started: [job('print-started')],
  printed: [job('print-started'), job('print-ended')],
  unknown: [job('print-started'), job('print-unknown')],
};

describe.each(PRINT_STATES)('a slip that is %s', (print) => {
  test.each(Object.keys(PRINT_TABLE.pending) as PrintCommand[])('meets %s', (type) => {
    const branch = given(...opened(['1']), issuedOnPaper('cash'), ...PRINT_PASTS[print]);
    expect(branch.state.tickets.get(1)?.print).toBe(print);
    const { answer, ...decision } = decideFrozen(branch.state, job(type), branch.now);
    const events = 'events' in decision ? decision.events.map((event) => event.type) : [];
    expect(answer.kind === 'refused' ? answer.refusal.code : events).toEqual(PRINT_TABLE[print][type]);
  });
});
