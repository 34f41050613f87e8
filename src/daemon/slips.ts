import type { LiveBranch } from '../branch/branch.ts';
import type { Config, ServiceConfig } from '../config/config.ts';
import type { TicketDocument } from '../devices/kinds.ts';
import { composeTicket } from '../outputs/ticket.ts';
import { composeLargeTicket } from '../outputs/ticket-large.ts';
import { MAY_BE_TOO_LATE } from '../outputs/ticket-texts.ts';
import type { EventOf } from '../queue/events.ts';
import { toldWait } from '../views/estimate.ts';
import { formsOf, linesOf, messagesOf } from './advice.ts';

/** What a slip says besides what its event says. */
interface SlipParts {
  readonly branch: Pick<LiveBranch, 'newest' | 'wallOf'>;
  /** Random, made with the journal, and as old as the numbers that it vouches for. */
  readonly checkKey: string;
  /** Printed so long after the issue that nobody should read how many wait. */
  readonly isLate: boolean;
}

/** The slip of a number, as the configuration has it and the customer needs it. */
export function slipOf(
  config: Config,
  issued: EventOf<'issued'>,
  { branch, checkKey, isLate }: SlipParts,
): TicketDocument {
  const { ticket, languages } = config;
  const serviceOf = (id: string): ServiceConfig | undefined => config.services.find(({ rules }) => rules.id === id);
  const names = (id: string): ServiceConfig['names'] => serviceOf(id)?.names ?? same(id, shown);
  const services = [issued.service, ...(issued.more ?? [])];
  const messages = ticket.areMessagesPrinted ? messagesOf(config, services, issued.segment) : [];
  const shown = languages.map(({ tag }) => tag);
  const compose = issued.needs?.kinds.includes('large-type') ? composeLargeTicket : composeTicket;
  return compose({
    label: issued.label,
    language: issued.language,
    header: [...(ticket.logoText === null ? [] : [same(ticket.logoText, shown)]), config.branch.name],
    service: names(issued.service),
    more: (issued.more ?? []).map(names),
    ahead: isLate || !ticket.arePeopleAheadPrinted ? null : issued.ahead,
    wait: isLate ? null : toldWait(issued.estimate, config.rules),
    issuedAt: ticket.isTimePrinted ? branch.wallOf(issued.at) : null,
    zone: config.branch.timeZone,
    forms: ticket.areFormsPrinted ? formsOf(config, services) : [],
    machine: config.machines.find(({ rules }) => rules.id === issued.declined)?.rules.names ?? null,
    messages: messages.map(({ texts }) => texts),
    farewell: linesOf(ticket.farewell),
    footer: issued.insisted === 'closing' ? [MAY_BE_TOO_LATE] : [],
    branch: config.branch.id,
    // A slip is composed while its ticket is on its way to the disk, a day that was just opened too.
    day: branch.newest.day?.date ?? null,
    checkKey,
    isBilingual: ticket.isBilingual,
    isQrPrinted: ticket.isQrPrinted,
  });
}

function same(text: string, tags: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(tags.map((tag) => [tag, text]));
}
