import type { PadScreen, PrintTrouble } from '../devices/kinds.ts';
import { MINUTE } from '../queue/durations.ts';
import { prospectText } from './kiosk-prospect.ts';
import { type KioskTexts, WIDTH } from './kiosk-texts.ts';
import { ASK_STAFF } from './kiosk-words.ts';
import { formScreen, wordLines } from './kiosk-wrap.ts';
import { faultText, refusalText, screen } from './replies.ts';
import { asciiLine, machineLine, machineScreen } from './replies-guidance.ts';
import { hoursScreen } from './replies-hours.ts';

const PRESS_A_BUTTON = 'PRESS A BUTTON';
const TAKE_A_NUMBER = 'PLEASE TAKE A NUMBER';

/** English, in capitals of ASCII: for every screen, and the only language of one without Hanzi. */
export const ENGLISH: KioskTexts = {
  welcome: screen('WELCOME', PRESS_A_BUTTON),
  noTickets: screen('NO TICKETS NOW', ASK_STAFF),
  lockedOut: screen('PLEASE WAIT', 'ONE NUMBER EACH'),
  chooseService: screen('CHOOSE SERVICE', PRESS_A_BUTTON),
  oneAtATime: screen('ONE AT A TIME', 'PLEASE PRESS AGAIN'),
  oneMoment: screen('ONE MOMENT', 'PLEASE WAIT'),
  thanks: screen('THANK YOU', ''),
  cardRead: screen('CARD READ', PRESS_A_BUTTON),
  cardNotRead: screen('CARD NOT READ', 'SWIPE IT AGAIN'),
  cardSpent: screen('CARD LIMIT REACHED', ASK_STAFF),
  codeNotKnown: screen('CODE NOT KNOWN', ASK_STAFF),
  slipOfAnotherDay: screen('SLIP OF ANOTHER DAY', TAKE_A_NUMBER),
  papersAsked: screen('PAPERS READY?', 'PRESS YES'),
  papersReady: screen('THANK YOU', 'PAPERS ARE READY'),
  nothingAsked: screen('NOTHING IS ASKED', PRESS_A_BUTTON),
  rate: (scale) => screen('HOW WAS SERVICE?', `1=POOR ${scale % 10}=BEST`),
  trouble: (trouble) => screen(troubleText(trouble), ASK_STAFF),
  number: (answer, rules) => screen(`NUMBER ${answer.label}${ofVisit(answer)}`, prospectText(answer, rules)),
  notPrinted: (label) => screen(`${label} NOT PRINTED`, ASK_STAFF),
  perhapsPrinted: (label) => screen(`NUMBER ${label}`, 'NO SLIP? ASK STAFF'),
  chosen: (count) => screen(`${count} CHOSEN`, 'SAME KEY = READY'),
  haveReady: (count, of, form) => formScreen('HAVE READY', `${count}/${of}`, form, (text) => wordLines(text, WIDTH)),
  isOver: (label) => screen(`${label} IS OVER`, TAKE_A_NUMBER),
  waits: (label) => screen(`${label} WAITS`, 'YOU WILL BE CALLED'),
  toWindow: (label, window) => screen(`${label} TO WINDOW ${window}`, 'PLEASE GO THERE'),
  tooEarly,
  hours: hoursScreen,
  machine: machineScreen,
  toMachine: (machine, rules) => screen('PLEASE GO TO', machineLine(rules, machine, WIDTH)),
  refusal: (refusal, rules, returning = false) =>
    screen(refusalText(refusal, rules), returning ? TAKE_A_NUMBER : ASK_STAFF),
  fault: (reply) => screen(faultText(reply), ASK_STAFF),
  ofBank: (texts) =>
    Object.values(texts)
      .map(asciiLine)
      .find((line) => line !== null) ?? null,
  lines: (text) => wordLines(text, WIDTH),
};

/** Which of the services of a number is next, where it is for several. */
export function ofVisit({ visit }: { readonly visit?: { readonly of: number } }): string {
  return visit ? ` 1/${visit.of}` : '';
}

function tooEarly(wait: number): PadScreen {
  const minutes = Math.ceil(wait / MINUTE);
  return screen('TOO EARLY', `COME BACK IN ${minutes < 100 ? `${minutes} MIN` : `${Math.ceil(minutes / 60)} H`}`);
}

/** What customers are told of a printer. */
function troubleText(trouble: PrintTrouble): string {
  switch (trouble) {
    case 'paper-out':
      return 'OUT OF PAPER';
    case 'cover-open':
      return 'PRINTER OPEN';
    case 'fault':
      return 'PRINTER FAULT';
    case 'gone':
      return 'PRINTER OFF';
  }
}
