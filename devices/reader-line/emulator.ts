import type { Emulator, EmulatorContext } from '../../src/devices/driver.ts';
import { ACTIONS } from './actions.ts';
import type { ReaderLineSettings } from './settings.ts';

/** What a person sees of the scanner: what it has read, and how often it beeped. */
export interface ReaderView {
  /** The last code; empty before the first. */
  readonly code: string;
  readonly beeps: number;
}

/** How often a scanner that is programmed to read on sends a code that is held before it. */
const HELD_TIMES = 3;

/** A scanner as its maker programs it: the text of the code, carriage return, a beep. */
export function emulateReader(_settings: ReaderLineSettings, context: EmulatorContext): Emulator {
  let seen: ReaderView = { code: '', beeps: 0 };
  const show = (code: string, times: number): void => {
    seen = { code, beeps: seen.beeps + times };
    context.onChange();
  };
  const send = (text: string): void => context.send(new TextEncoder().encode(text));
  const acts: Readonly<Record<string, (text: string) => void>> = {
    scan(text) {
      send(`${text}\r`);
      show(text, 1);
    },
    hold(text) {
      for (let time = 0; time < HELD_TIMES; time += 1) send(`${text}\r`);
      show(text, HELD_TIMES);
    },
    'scan-damaged'(text) {
      // What a port at another speed hears: the same number of bytes, none of them the right one.
      context.send(Uint8Array.from([...text].map((sign) => 0x80 | sign.charCodeAt(0))));
      send('\r');
      show(text, 1);
    },
    half(text) {
      send(text.slice(0, Math.ceil(text.length / 2)));
      show('', 0);
    },
  };
  return {
    // It is spoken to by nobody.
    receive() {},
    act(action) {
      const [word = '', text = ''] = /^(\S+) (\S.*)$/.exec(action.trim())?.slice(1) ?? [];
      const act = Object.hasOwn(acts, word) ? acts[word] : undefined;
      if (!act || text === '') return { kind: 'refused', known: ACTIONS };
      act(text);
      return { kind: 'done' };
    },
    view: () => seen,
    close() {},
  };
}
