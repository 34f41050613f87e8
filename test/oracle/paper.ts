import type { Evidence, JournalRecord } from './evidence.ts';
import type { Hall } from './hall.ts';

/** A slip that came out while noise was on the cable of the printer, or first after it. */
export interface Smudged {
  /** Numbers that can be read on it. */
  readonly labels: readonly string[];
  /** Tickets that are on it by its length: a cut may be lost in noise. */
  readonly tickets: number;
}

/** How long after noise an end of a print may be journaled that was printed in it. */
const ECHO = 45_000;

/** What the journal says of prints, for each number. */
class Prints {
  readonly starts = new Map<string, number>();
  readonly ends = new Map<string, number>();
  /** Of the ends, those that fell into noise. */
  readonly noisyEnds = new Map<string, number>();
  /** Types of the records by ticket. */
  readonly stories = new Map<number, string[]>();

  constructor(records: readonly JournalRecord[], isNoisy: (seq: number) => boolean) {
    const add = (counts: Map<string, number>, label: string): void => {
      counts.set(label, (counts.get(label) ?? 0) + 1);
    };
    for (const { seq, type, body } of records) {
      const { ticket, label = '' } = body;
      if (type === 'reprint-asked') add(this.starts, label);
      if (type === 'reprint-ended' && body.end === 'printed') add(this.ends, label);
      if (type === 'reprint-ended' && body.end === 'printed' && isNoisy(seq)) add(this.noisyEnds, label);
      if (!type.startsWith('print-') || ticket === undefined) continue;
      this.stories.set(ticket, [...(this.stories.get(ticket) ?? []), type]);
      if (type === 'print-started') add(this.starts, label);
      if (type === 'print-ended') add(this.ends, label);
      if (type === 'print-ended' && isNoisy(seq)) add(this.noisyEnds, label);
    }
  }
}

/** Every slip has its job, every print that ended well its slip, and every ticket on paper was tried. */
export function judgePaper(records: readonly JournalRecord[], hall: Hall, evidence: Evidence): readonly string[] {
  const { alarms } = evidence;
  const noises = alarms?.injected.filter(({ isSmudging }) => isSmudging === true) ?? [];
  const isNoisy = (seq: number): boolean => {
    const at = alarms?.writtenAt[seq - 1] ?? Number.NaN;
    return noises.some(({ from, to }) => at >= from && at <= to + ECHO);
  };
  const prints = new Prints(records, isNoisy);
  return [...judgeEnds(prints, evidence), ...judgeSlips(prints, hall, evidence), ...judgeTries(prints, hall)];
}

/** A number comes again with the next business day. */
const count = (labels: readonly string[], label: string): number => labels.filter((each) => each === label).length;

function issuedLabels(hall: Hall): ReadonlySet<string> {
  return new Set([...hall.tickets.values()].map(({ label }) => label));
}

/** What was printed came out; in noise it may be smudged, but a slip is there. */
function judgeEnds({ starts, ends, noisyEnds }: Prints, { slips, smudged = [] }: Evidence): string[] {
  const wrong: string[] = [];
  const readable = smudged.flatMap(({ labels }) => labels);
  let unread = 0;
  for (const [label, ended] of ends) {
    const missing = ended - count(slips, label) - count(readable, label);
    if (missing > (noisyEnds.get(label) ?? 0))
      wrong.push(`the journal says that ${label} was printed, but no slip came out`);
    else if (missing > 0) unread += missing;
  }
  // A digit that noise changed may make the number of somebody who has a slip: that is not to be read as theirs.
  const owed = (label: string): number => Math.max(0, (starts.get(label) ?? 0) - count(slips, label));
  const read = [...new Set(readable)].reduce((sum, label) => sum + Math.min(count(readable, label), owed(label)), 0);
  const spoiled = Math.max(0, smudged.reduce((sum, { tickets }) => sum + tickets, 0) - read);
  if (unread > spoiled)
    wrong.push(
      `the journal says that ${unread} more slips were printed in noise, but ${spoiled} smudged ones came out`,
    );
  return wrong;
}

function judgeSlips({ starts }: Prints, hall: Hall, { slips }: Evidence): string[] {
  const wrong: string[] = [];
  const issued = issuedLabels(hall);
  for (const label of new Set(slips)) {
    const printed = count(slips, label);
    if (!issued.has(label)) wrong.push(`slip ${label} was printed, but no such ticket was issued`);
    else if (printed > (starts.get(label) ?? 0))
      wrong.push(`${printed} slips ${label} came out of ${starts.get(label)} jobs`);
  }
  return wrong;
}

function judgeTries({ stories }: Prints, hall: Hall): string[] {
  const wrong: string[] = [];
  for (const ticket of hall.tickets.values()) {
    const types = stories.get(ticket.id) ?? [];
    // Nobody asks any more for the slip of a visit that is over, not even when an undo brings it back.
    const isOpen = types.at(-1) === 'print-started' && !ticket.wasOver;
    if (types.join(' ').includes('print-started print-started') || isOpen)
      wrong.push(`ticket ${ticket.id}: ${ticket.story.join(', ')}`);
    // Who has been before a teller knows the number.
    const wasHelped = ticket.wasOver || ticket.story.includes('started');
    if (types.length === 0 && ticket.isOnPaper && ticket.status === 'waiting' && !wasHelped)
      wrong.push(`${ticket.label} waits, but nobody printed it: ${ticket.story.join(', ')}`);
  }
  return wrong;
}
