import type { Reply } from '../branch/port.ts';
import { type Millis, seconds } from '../clock.ts';
import type { PadScreen, PanelText, Press } from '../devices/kinds.ts';
import type { Command } from '../queue/commands.ts';
import type { ServiceId } from '../queue/rules.ts';
import type { Desk, KioskParts } from './kiosk.ts';
import { answering } from './kiosk-face.ts';
import { type Offer, openQuestions, type Questions, type YesTo } from './kiosk-questions.ts';
import type { ByLanguage, KioskTexts, Saying } from './kiosk-texts.ts';
import type { Pages } from './notices.ts';
import { isStopping, screen } from './replies.ts';

/** Forms that are told one after the other; who has more to bring reads the slip. */
const FORMS_TOLD = 3;
/** Messages that are told; the others stand on the slip. */
const MESSAGES_TOLD = 2;
/** A press that was kept for longer while nobody listened: who pressed has gone. */
export const STALE_AFTER: Millis = seconds(20);

/** What is told after the number, page by page: what to have ready, whether it is, and what the bank says. */
export function pagesAfter(
  parts: Desk,
  reply: Reply,
  services: readonly ServiceId[],
  language: string,
): readonly PanelText[] {
  if (reply.kind !== 'issued') return [];
  const [forms, messages] = [parts.forms?.(services) ?? [], parts.messages?.(services) ?? []];
  const isAsked = parts.yesButton != null && parts.questions.asked().includes(parts.yesButton);
  return parts.voice.pagesTo(language, (texts) => {
    const lines = forms.flatMap((form) => texts.ofBank(form) ?? []);
    const told = lines.slice(0, FORMS_TOLD).map((line, index) => texts.haveReady(index + 1, lines.length, line));
    const said = messages.flatMap((message) => messagePage(texts, message)).slice(0, MESSAGES_TOLD);
    return [...told, ...(isAsked ? [texts.papersAsked] : []), ...said];
  });
}

/** A message as both lines can show it; none when it is too long, or in no language that the screen can show. */
function messagePage(texts: KioskTexts, message: ByLanguage): readonly PadScreen[] {
  const text = texts.ofBank(message);
  if (text === null) return [];
  const [line1 = '', line2 = '', ...more] = texts.lines(text);
  return more.length > 0 ? [] : [screen(line1, line2)];
}

/**
 * What the kiosk asks its customers.
 *
 * @param left whoever was asked has gone without a word
 */
export function questionsOf(kiosk: KioskParts, changed: () => void, left: () => void): Questions {
  const { clock, yesButton = null, papersWithin = 0 } = kiosk;
  return openQuestions({
    ...{ clock, yesButton, papersWithin, changed },
    hasForms: (services) => (kiosk.forms?.(services) ?? []).length > 0,
    silent(offer) {
      takenInSilence(kiosk, offer);
      left();
    },
  });
}

/** Answers the button that says yes. A press from before an outage says yes to nothing. */
export async function sayYes(parts: Desk, event: Press<number>, tell: (pages: Pages) => void): Promise<void> {
  const yes = (event.ageMs ?? 0) > STALE_AFTER ? null : parts.questions.yes();
  if (!yes) {
    tell(parts.voice.all((texts) => texts.nothingAsked));
    event.acknowledge();
    return;
  }
  const reply = await parts.branch.submit(yesCommand(parts, yes, event.id));
  if (yes.kind === 'machine' && reply.kind === 'done') parts.left();
  tell([parts.voice.to(yes.language, answerToYes(parts, yes, reply))]);
  if (!isStopping(reply)) event.acknowledge();
}

function yesCommand({ device }: KioskParts, yes: YesTo, press: string): Command {
  const head = { id: { source: `panel:${device}`, key: press }, actor: { kind: 'kiosk', device } } as const;
  if (yes.kind === 'papers') {
    return { type: 'mark-papers', ticket: { id: yes.ticket }, isReady: true, counter: null, ...head };
  }
  const { service, machine } = yes;
  return { type: 'take-machine', service, machine, how: 'chosen', ...head };
}

function answerToYes(parts: KioskParts, yes: YesTo, reply: Reply): Saying {
  if (reply.kind !== 'done') return answering(parts, reply);
  if (yes.kind === 'papers') return (texts) => texts.papersReady;
  return (texts) => texts.toMachine(yes.machine, parts.branch.committed.rules);
}

/** A customer has gone to a machine without a word. */
function takenInSilence({ branch, device }: KioskParts, { service, machine, press }: Offer): void {
  const id = { source: `panel:${device}`, key: `${press}/silence` };
  void branch.submit({ type: 'take-machine', service, machine, how: 'silence', id, actor: { kind: 'kiosk', device } });
}
