import type { KioskCare } from '../inputs/kiosk-care.ts';
import type { SegmentRules } from '../queue/rules.ts';
import type { HelpRules } from '../queue/rules-segments.ts';
import type { KioskCardConfig, Texts } from './config.ts';
import { selectionOf } from './profiles.ts';
import type { CareEntry } from './schema/care.ts';
import type { HelpEntry, KioskCardEntry } from './schema/segments.ts';
import type { Segment } from './schema/standard.ts';

/** A segment of the file as the queue sees it, with its names. */
export function segmentOf({ rank, announce, ...segment }: Segment): SegmentRules & { readonly names: Texts } {
  return {
    ...segment,
    ...(rank === 0 ? {} : { rank }),
    ...(announce === undefined ? {} : { isAnnounced: true }),
  };
}

/** Help of the file as the queue sees it; what does not go together was refused before. */
export function helpOf({ when, longerThan = 0, of }: HelpEntry): HelpRules {
  return { when: when === 'idle' ? when : { longerThan }, of: selectionOf(of) };
}

/** The discreet choice at a kiosk. */
export function careOf({ within, buttons }: CareEntry): KioskCare {
  return {
    within,
    buttons: buttons.map(({ button, segment = null, needs = [] }) => ({ button, segment, needs })),
  };
}

/**
 * A card reader at a kiosk.
 *
 * @param language that of tickets whose language nobody chose
 */
export function cardOf({ service, ...card }: KioskCardEntry, language: string): KioskCardConfig {
  return { ...card, service: service ?? null, language: card.language ?? language };
}
