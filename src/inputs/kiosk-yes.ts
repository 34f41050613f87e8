import type { Reply } from '../branch/port.ts';
import { type Millis, seconds } from '../clock.ts';
import type { PadScreen, Press } from '../devices/kinds.ts';
import type { Command } from '../queue/commands.ts';
import type { ServiceId } from '../queue/rules.ts';
import type { Desk, KioskParts } from './kiosk.ts';
import { replyLines } from './kiosk-face.ts';
import { type Offer, openQuestions, type Questions, type YesTo } from './kiosk-questions.ts';
import { isStopping, screen } from './replies.ts';
import { asciiLine, machineLine } from './replies-guidance.ts';

/** Forms that are told one after the other; who has more to bring reads the slip. */
const FORMS_TOLD = 3;
/** Messages that are told; the others stand on the slip. */
const MESSAGES_TOLD = 2;
/** A press that was kept for longer while nobody listened: who pressed has gone. */
export const STALE_AFTER: Millis = seconds(20);
/** Characters of a line of a kiosk's screen. */
const WIDTH = 20;

/** What is told after the number, page by page: what to have ready, whether it is, and what the bank says. */
export function pagesAfter(parts: Desk, reply: Reply, services: readonly ServiceId[]): readonly PadScreen[] {
  if (reply.kind !== 'issued') return [];
  const lines = (parts.forms?.(services) ?? []).flatMap((texts) => {
    const line = Object.values(texts)
      .map(asciiLine)
      .find((each) => each !== null);
    return line == null ? [] : [line.slice(0, WIDTH)];
  });
  const told = lines.slice(0, FORMS_TOLD);
  const pages = told.map((line, index) => screen(`HAVE READY ${index + 1}/${lines.length}`, line));
  const said = (parts.messages?.(services) ?? []).flatMap(messagePage).slice(0, MESSAGES_TOLD);
  const isAsked = parts.yesButton != null && parts.questions.asked().includes(parts.yesButton);
  return [...pages, ...(isAsked ? [screen('PAPERS READY?', 'PRESS YES')] : []), ...said];
}

/** A message as both lines can show it; none when it is too long, or not in ASCII. */
function messagePage(texts: Readonly<Record<string, string>>): readonly PadScreen[] {
  const text = Object.values(texts)
    .map(asciiLine)
    .find((each) => each !== null);
  if (text == null) return [];
  const end = text.length <= WIDTH ? WIDTH : text.lastIndexOf(' ', WIDTH);
  const rest = text.slice(end).trim();
  return end < 0 || rest.length > WIDTH ? [] : [screen(text.slice(0, end), rest)];
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
export async function sayYes(parts: Desk, event: Press<number>, tell: (text: PadScreen) => void): Promise<void> {
  const yes = (event.ageMs ?? 0) > STALE_AFTER ? null : parts.questions.yes();
  if (!yes) {
    tell(screen('NOTHING IS ASKED', 'PRESS A BUTTON'));
    event.acknowledge();
    return;
  }
  const reply = await parts.branch.submit(yesCommand(parts, yes, event.id));
  if (yes.kind === 'machine' && reply.kind === 'done') parts.left();
  tell(yesLines(parts, yes, reply));
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

function yesLines(parts: KioskParts, yes: YesTo, reply: Reply): PadScreen {
  if (reply.kind !== 'done') return replyLines(parts, reply);
  if (yes.kind === 'papers') return screen('THANK YOU', 'PAPERS ARE READY');
  return screen('PLEASE GO TO', machineLine(parts.branch.committed.rules, yes.machine, WIDTH));
}

/** A customer has gone to a machine without a word. */
function takenInSilence({ branch, device }: KioskParts, { service, machine, press }: Offer): void {
  const id = { source: `panel:${device}`, key: `${press}/silence` };
  void branch.submit({ type: 'take-machine', service, machine, how: 'silence', id, actor: { kind: 'kiosk', device } });
}
