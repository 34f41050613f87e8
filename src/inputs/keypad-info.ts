import type { Need, Needs } from '../queue/care.ts';
import type { Rules, ServiceId } from '../queue/rules.ts';
import type { VisitView } from '../views/visit.ts';

/** Characters of a line. */
const WIDTH = 16;

/**
 * What stands on the second line while a customer with more than a plain wait is at the counter; null: nothing that a
 * teller has to know before the first word.
 */
export function summaryOf({ progress, step, referral, papersReady, bulk, needs }: VisitView): string | null {
  const parts = [
    ...AT_THE_WINDOW.filter((need) => needs?.kinds.includes(need)).map((need) => NEED_TEXTS[need]),
    bulk !== null && `${bulk} SLIPS`,
    progress && `${progress.at}/${progress.of}`,
    step && step.at > 1 && `STEP ${step.at}/${step.of}`,
    referral && (referral.number === null ? 'REFERRED' : `REASON ${referral.number}`),
    papersReady !== null && (papersReady ? 'PAPERS' : 'NO PAPERS'),
  ].filter((part) => typeof part === 'string');
  const fitting = parts.reduce((line, part) => {
    const longer = line === '' ? part : `${line} ${part}`;
    return longer.length <= WIDTH ? longer : line;
  }, '');
  return fitting === '' ? null : fitting;
}

/**
 * All that is known of the customer, one line each, in the order in which *clear* shows them.
 *
 * @param services as a teller numbers them
 */
export function infoLines(
  view: VisitView,
  services: readonly ServiceId[],
  rules: Pick<Rules, 'counters'> | null,
): readonly string[] {
  const { progress, step, referral, papersReady, seenAt, language, bulk, needs } = view;
  const windowOf = (id: string): string => String(rules?.counters.find((counter) => counter.id === id)?.number ?? '?');
  const at = services.indexOf(view.service);
  return [
    `SERVICE ${at < 0 ? '?' : at + 1} ${language.toUpperCase()}`,
    ...needLines(needs),
    ...(bulk === null ? [] : [`BULK: ${bulk} SLIPS`]),
    ...(progress ? [`NUMBER ${progress.at} OF ${progress.of}`] : []),
    ...(papersReady === null ? [] : [papersReady ? 'PAPERS READY' : 'PAPERS MISSING']),
    ...(referral ? [`REASON ${referral.number ?? '?'} FROM ${windowOf(referral.counter)}`] : []),
    ...(step ? [`STEP ${step.at} OF ${step.of}`] : []),
    ...(seenAt.length > 0 ? [`SEEN AT ${seenAt.map(windowOf).join(' ')}`] : []),
  ].map((line) => line.slice(0, WIDTH));
}

/** Before the teller, not the hall. */
const NEED_TEXTS: Readonly<Record<Need, string>> = { 'large-type': 'LARGE', flash: 'FLASH', pager: 'PAGER' };

/** What matters most at the window first: all three do not fit, and whoever is there has the slip. */
const AT_THE_WINDOW: readonly Need[] = ['flash', 'pager', 'large-type'];

/** What the customer needs, one line each. */
function needLines(needs: Needs | null): readonly string[] {
  return (needs?.kinds ?? []).map((need) => {
    const text = NEED_TEXTS[need];
    return need === 'pager' && needs?.pager != null ? `PAGER ${needs.pager}` : `NEEDS: ${text}`;
  });
}
