import { sleep } from '../clock.ts';
import type { Need } from '../queue/care.ts';
import type { Command } from '../queue/commands.ts';
import type { KioskButton, KioskParts } from './kiosk.ts';

/** Who sends the commands of a panel: of each press one is done. */
export function sourceOf(device: string): string {
  return `panel:${device}`;
}

/** How a number is asked for. */
interface Asking {
  readonly handover: 'paper' | 'screen';
  readonly insists: boolean;
  readonly more: readonly string[];
  readonly needs: readonly Need[];
}

/** Asks for a number: what most customers go without is left out. */
export function issue(
  device: string,
  press: string,
  button: KioskButton,
  { handover, insists, more, needs }: Asking,
): Command {
  return {
    type: 'issue',
    service: button.service,
    segment: button.segment,
    language: button.language,
    handover,
    ...(more.length === 0 ? {} : { more }),
    ...(insists ? { insists } : {}),
    ...(needs.length === 0 ? {} : { needs }),
    id: { source: sourceOf(device), key: press },
    actor: { kind: 'kiosk', device },
  };
}

/**
 * Asks the printer how it is, and lets the presses on other kiosks be heard that came in the same moment: a number takes longer to
 * decide than a question takes to leave, and no printer waits for the numbers of others (decision 182).
 */
export async function lookAhead({ printer, clock }: Pick<KioskParts, 'printer' | 'clock'>): Promise<void> {
  printer?.expect();
  await sleep(clock, 0);
}
