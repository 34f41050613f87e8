import type { LiveBranch } from '../branch/branch.ts';
import { businessDayOf } from '../branch/calendar.ts';
import type { Config, ServiceConfig } from '../config/config.ts';
import type { TicketDocument } from '../devices/kinds.ts';
import { composeTestSlip } from '../outputs/test-slip.ts';
import { composeTicket, type TicketContents } from '../outputs/ticket.ts';
import { composeLargeTicket } from '../outputs/ticket-large.ts';
import { MAY_BE_TOO_LATE } from '../outputs/ticket-texts.ts';
import type { Needs } from '../queue/care.ts';
import type { EventOf } from '../queue/events.ts';
import type { Ticket } from '../queue/state.ts';
import { toldWait } from '../views/estimate.ts';
import { formsOf, linesOf, messagesOf } from './advice.ts';

/** What a slip says besides what is known of its ticket. */
interface SlipParts {
  readonly branch: Pick<LiveBranch, 'newest' | 'wallOf'>;
  /** Random, made with the journal, and as old as the numbers that it vouches for. */
  readonly checkKey: string;
}

/**
 * The slip of a number, as the configuration has it and the customer needs it.
 *
 * @param isLate printed so long after the issue that nobody should read how many wait
 */
export function slipOf(
  config: Config,
  issued: EventOf<'issued'>,
  { isLate, ...parts }: SlipParts & { readonly isLate: boolean },
): TicketDocument {
  // Who was asked nothing, because nobody could answer, is told all the same.
  const machine = issued.declined ?? issued.unasked?.machine;
  const question = issued.insisted ?? issued.unasked?.reason;
  return composed(issued.needs, {
    ...commonOf(config, issued, parts),
    ahead: isLate || !config.ticket.arePeopleAheadPrinted ? null : issued.ahead,
    wait: isLate ? null : toldWait(issued.estimate, config.rules),
    machine: config.machines.find(({ rules }) => rules.id === machine)?.rules.names ?? null,
    footer: question === 'closing' ? [MAY_BE_TOO_LATE] : [],
    // A slip is composed while its ticket is on its way to the disk, a day that was just opened too.
    day: parts.branch.newest.day?.date ?? null,
  });
}

/**
 * What the customer waits for now, with the number, the code and the time of the slip that is lost.
 *
 * @param times which copy, 1 is the first
 */
export function copyOf(config: Config, ticket: Ticket, times: number, parts: SlipParts): TicketDocument {
  const { label, language, service, visit, issuedAs: segment, issuedAt: at } = ticket;
  return composed(ticket.needs, {
    ...commonOf(config, { label, language, service, segment, at, more: visit?.pending ?? [] }, parts),
    copy: times,
    ahead: null,
    footer: [],
    day: dayOf(config, ticket, parts),
  });
}

/**
 * What shows that a printer prints as customers need it.
 *
 * @param now wall time, Unix ms; null while the clock is not trusted
 */
export function testSlipOf(config: Config, printer: string, now: number | null): TicketDocument {
  return composeTestSlip({
    name: config.branch.name,
    languages: config.languages.map(({ tag }) => tag),
    branch: config.branch.id,
    printer,
    now,
    zone: config.branch.timeZone,
    isQrPrinted: config.ticket.isQrPrinted,
  });
}

function composed(needs: Needs | null | undefined, contents: TicketContents): TicketDocument {
  return needs?.kinds.includes('large-type') ? composeLargeTicket(contents) : composeTicket(contents);
}

/** The business day on which a ticket was issued: who was held over has another one than today's. */
export function dayOf(
  { branch: { timeZone, dayStartsAt } }: Config,
  { issuedAt }: Pick<Ticket, 'issuedAt'>,
  { branch }: Pick<SlipParts, 'branch'>,
): string | null {
  const { day } = branch.newest;
  if (!day || issuedAt >= day.openedAt) return day?.date ?? null;
  const wall = branch.wallOf(issuedAt);
  return wall === null ? null : businessDayOf(wall, timeZone, dayStartsAt).date;
}

/** What the slip and its copies have in common. */
type Slip = Pick<EventOf<'issued'>, 'label' | 'language' | 'service' | 'segment' | 'at' | 'more'>;

function commonOf(config: Config, slip: Slip, { branch, checkKey }: SlipParts) {
  const { ticket, languages } = config;
  const shown = languages.map(({ tag }) => tag);
  const serviceOf = (id: string): ServiceConfig | undefined => config.services.find(({ rules }) => rules.id === id);
  const names = (id: string): ServiceConfig['names'] => serviceOf(id)?.names ?? same(id, shown);
  const services = [slip.service, ...(slip.more ?? [])];
  const messages = ticket.areMessagesPrinted ? messagesOf(config, services, slip.segment) : [];
  return {
    label: slip.label,
    language: slip.language,
    header: [...(ticket.logoText === null ? [] : [same(ticket.logoText, shown)]), config.branch.name],
    service: names(slip.service),
    more: (slip.more ?? []).map(names),
    issuedAt: ticket.isTimePrinted ? branch.wallOf(slip.at) : null,
    zone: config.branch.timeZone,
    forms: ticket.areFormsPrinted ? formsOf(config, services) : [],
    messages: messages.map(({ texts }) => texts),
    farewell: linesOf(ticket.farewell),
    branch: config.branch.id,
    checkKey,
    isBilingual: ticket.isBilingual,
    isQrPrinted: ticket.isQrPrinted,
  } satisfies Partial<TicketContents>;
}

function same(text: string, tags: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(tags.map((tag) => [tag, text]));
}
