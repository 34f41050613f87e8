import type { Emulator, EmulatorContext } from '../../src/devices/driver.ts';
import { ACTIONS } from './actions.ts';
import type { CardLineSettings } from './settings.ts';

/** What a person sees of the reader: nothing of any card. */
export interface ReaderView {
  /** Cards that went through it. */
  readonly swipes: number;
}

/**
 * Numbers for tests, by the names of the actions: a Visa and two UnionPay ones, as Stripe publishes them
 * (https://docs.stripe.com/testing#cards). No bank issues them.
 */
const NUMBERS: Readonly<Record<string, string>> = {
  ordinary: '4242424242424242',
  gold: '6200000000000005',
  private: '6205500000000000004',
};

/** Signs of the five-bit code from 0 on (ISO/IEC 7811-2, table of track 2 characters). */
const CODE = '0123456789:;<=>?';
/** What stands behind the number: valid to December 2049, service code 201, free digits. */
const REST = '4912201000000000';

/** The reader at the far end: sends what is on a card, in the order of its tracks, and hears nothing. */
export function emulateReader({ check }: CardLineSettings, context: EmulatorContext): Emulator {
  const left = { 'bad-check': 0, short: 0, scratched: 0 };
  let swipes = 0;
  let hasAllTracks = false;
  const take = (fault: keyof typeof left): boolean => {
    if (left[fault] === 0) return false;
    left[fault] -= 1;
    return true;
  };
  const swipe = (number: string): void => {
    swipes += 1;
    const track = `;${number}=${REST}?`;
    const sent = take('scratched') ? track.replace('=', ' ') : track;
    const lrc = CODE[xorOf(track) ^ (take('bad-check') ? 5 : 0)] ?? '';
    const second = take('short') ? sent.slice(0, 12) : `${sent}${check === 'lrc' ? lrc : ''}`;
    const first = hasAllTracks ? `%B${number}^SPECIMEN/CARD^${REST}?` : '';
    const third = hasAllTracks ? `+01${number}=1563?` : '';
    context.send(Buffer.from(`${first}${second}${third}\r`, 'latin1'));
    context.onChange();
  };
  return {
    receive() {},
    act(action) {
      const [word = '', argument = '', ...more] = action.trim().split(/\s+/);
      const isDone = more.length === 0 && act(word, argument);
      return isDone ? { kind: 'done' } : { kind: 'refused', known: ACTIONS };
    },
    view: (): ReaderView => ({ swipes }),
    close() {},
  };

  function act(word: string, argument: string): boolean {
    switch (word) {
      case 'card': {
        const number = Object.hasOwn(NUMBERS, argument) ? NUMBERS[argument] : undefined;
        if (number !== undefined) swipe(number);
        return number !== undefined;
      }
      case 'swipe':
        if (!/^\d{1,22}$/.test(argument)) return false;
        swipe(argument);
        return true;
      case 'bad-check':
      case 'short':
      case 'scratched':
        if (!/^\d{0,2}$/.test(argument)) return false;
        left[word] = argument === '' ? 1 : Number(argument);
        return true;
      default:
        return argument === '' && actAlone(word);
    }
  }

  function actAlone(word: string): boolean {
    if (word === 'all-tracks' || word === 'track-2') hasAllTracks = word === 'all-tracks';
    else if (word === 'noise') context.send(Uint8Array.from({ length: 64 }, (_, turn) => (turn * 151 + 7) & 0xff));
    else return false;
    return true;
  }
}

/** Even parity of each bit over all signs, as their places in the code. */
function xorOf(track: string): number {
  return Array.from(track).reduce((sum, sign) => sum ^ CODE.indexOf(sign), 0);
}
