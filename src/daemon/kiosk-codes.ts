import type { Config } from '../config/config.ts';
import type { CodesDesk } from '../inputs/kiosk-codes.ts';
import { readTicketCode } from '../outputs/ticket-code.ts';
import type { PeopleParts } from './people.ts';
import { dayOf } from './slips.ts';

/** What reads the codes that customers show to a kiosk; null: it has no reader. */
export function codesOf(
  { live, branch, devices, store }: Pick<PeopleParts, 'live' | 'branch' | 'devices' | 'store'>,
  kiosk: Config['kiosks'][number],
): CodesDesk | null {
  const reader = kiosk.reader === null ? undefined : devices.reader.get(kiosk.reader);
  if (!reader) return null;
  const language = kiosk.buttons[0]?.language ?? live.config.languages[0]?.tag ?? '';
  return {
    reader,
    language,
    slipOf(text) {
      const code = readTicketCode(text, store.epoch);
      return code?.branch === live.config.branch.id ? code : null;
    },
    dayOf: (ticket) => dayOf(live.config, ticket, { branch }),
  };
}
