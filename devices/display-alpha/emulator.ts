import { type Millis, ms } from '../../src/clock.ts';
import type { Emulator, EmulatorContext } from '../../src/devices/driver.ts';
import { ACTIONS } from './actions.ts';
import { type SignCommand, SignEar } from './emulator-ear.ts';
import type { DisplayAlphaSettings } from './settings.ts';

/** What the hall sees. */
export interface SignView {
  /** What is lit, cut to the sign's width; blank when it is dark. */
  readonly text: string;
  readonly isBlinking: boolean;
  readonly colour: 'sign' | 'red' | 'green' | 'amber';
  readonly isOn: boolean;
  /** Packets that were thrown away for their checksum. */
  readonly badChecksums: number;
}

interface TextFile {
  readonly kind: 'text';
  readonly size: number;
  readonly isAlways: boolean;
  content: string;
  mode: string;
}
interface StringFile {
  readonly kind: 'string';
  readonly size: number;
  content: string;
}

/** While its memory is set up the sign takes nothing. */
const SETTING_UP: Millis = ms(500);
const COLOURS: Readonly<Record<string, SignView['colour']>> = { '1': 'red', '2': 'green', '3': 'amber' };

/** A sign at the other end of the bus, with the part of the protocol that a counter needs. */
export function emulateSign(settings: DisplayAlphaSettings, context: EmulatorContext): Emulator {
  const sign = new Sign(settings, context);
  return {
    receive: (bytes) => sign.receive(bytes),
    act: (action) => (sign.act(action.trim().split(/\s+/)) ? { kind: 'done' } : { kind: 'refused', known: ACTIONS }),
    view: () => sign.view(),
    close() {},
  };
}

class Sign {
  readonly #settings: DisplayAlphaSettings;
  readonly #context: EmulatorContext;
  readonly #ear: SignEar;
  #files = factoryFiles();
  #isMute = false;
  #isOn = true;
  #damaged = 0;
  #deafUntil: Millis = 0;
  #seen = '';

  constructor(settings: DisplayAlphaSettings, context: EmulatorContext) {
    this.#settings = settings;
    this.#context = context;
    this.#ear = new SignEar(context.clock, settings.address);
  }

  receive(bytes: Uint8Array): void {
    if (this.#isMute || !this.#isOn) return;
    for (const byte of bytes) this.#take(byte);
    this.#look();
  }

  act([word, argument, ...more]: readonly string[]): boolean {
    if (more.length > 0 || (argument !== undefined && word !== 'bad-checksum')) return false;
    const isKnown = this.#do(word, argument);
    this.#look();
    return isKnown;
  }

  view(): SignView {
    const { badChecksums } = this.#ear;
    const dark: SignView = { text: '', isBlinking: false, colour: 'sign', isOn: this.#isOn, badChecksums };
    const shown = [...this.#files.values()].find(
      (file): file is TextFile => file.kind === 'text' && file.isAlways && file.content !== '',
    );
    if (!this.#isOn || !shown) return dark;
    return { ...dark, ...this.#lit(shown.content), isBlinking: shown.mode === 'c' };
  }

  #do(word: string | undefined, argument: string | undefined): boolean {
    switch (word) {
      case 'mute':
      case 'unmute':
        this.#isMute = word === 'mute';
        return true;
      case 'power-off':
      case 'power-on':
        this.#isOn = word === 'power-on';
        return true;
      case 'swap':
        this.#files = factoryFiles();
        return true;
      case 'noise':
        for (let turn = 0; turn < 64; turn += 1) this.#take((turn * 151 + 7) & 0xff);
        return true;
      case 'bad-checksum': {
        const times = argument === undefined ? 1 : Number(argument);
        if (!Number.isInteger(times) || times < 0) return false;
        this.#damaged = times;
        return true;
      }
      default:
        return false;
    }
  }

  /** The last data byte before a checksum is hurt in a packet that is to be damaged. */
  #take(byte: number): void {
    const isHurt = this.#damaged > 0 && (byte & 0x7f) === 0x03;
    if (isHurt) {
      this.#damaged -= 1;
      this.#ear.take(0x20);
    }
    const command = this.#ear.take(byte);
    if (command && this.#context.clock.monotonic() >= this.#deafUntil) this.#obey(command);
  }

  #obey({ code, data }: SignCommand): void {
    switch (code) {
      case 'E':
        if (data.startsWith('$')) this.#setUp(data.slice(1));
        return;
      case 'A':
        this.#writeText(data);
        return;
      case 'G': {
        const file = this.#files.get(data.charAt(0));
        if (file?.kind === 'string') file.content = data.slice(1, 1 + file.size);
      }
    }
  }

  #setUp(entries: string): void {
    this.#files = new Map();
    this.#deafUntil = this.#context.clock.monotonic() + SETTING_UP;
    for (let at = 0; at + 11 <= entries.length; at += 11) {
      const [, label = '', type = '', lock = '', size = '', times = ''] =
        /^([\x20-\x7e])([ABD])([UL])([0-9A-F]{4})([0-9A-F]{4})$/.exec(entries.slice(at, at + 11)) ?? [];
      const bytes = Number.parseInt(size, 16);
      if (type === 'A') {
        this.#files.set(label, { kind: 'text', size: bytes, isAlways: times.startsWith('FF'), content: '', mode: 'b' });
      } else if (type === 'B' && lock === 'L') this.#files.set(label, { kind: 'string', size: bytes, content: '' });
    }
  }

  #writeText(data: string): void {
    const file = this.#files.get(data.charAt(0));
    if (file?.kind !== 'text') return;
    const hasMode = data.charAt(1) === '\x1b';
    file.mode = hasMode ? data.charAt(3) : 'a';
    file.content = data.slice(hasMode ? 4 : 1).slice(0, file.size);
  }

  #lit(content: string): Pick<SignView, 'text' | 'colour'> {
    let text = '';
    let colour: SignView['colour'] = 'sign';
    for (let at = 0; at < content.length; at += 1) {
      const character = content.charAt(at);
      const next = content.charAt(at + 1);
      if (character >= ' ') text += character;
      else if (character === '\x10') text += this.#stringOf(next);
      else if (character === '\x1c') colour = COLOURS[next] ?? 'sign';
      if (character < ' ') at += 1;
    }
    return { text: text.slice(0, this.#settings.width).trimEnd(), colour };
  }

  #stringOf(label: string): string {
    const file = this.#files.get(label);
    return file?.kind === 'string' ? file.content : '';
  }

  #look(): void {
    const seen = JSON.stringify(this.view());
    if (seen === this.#seen) return;
    this.#seen = seen;
    this.#context.onChange();
  }
}

/** A sign as it comes out of its box: one TEXT file. */
function factoryFiles(): Map<string, TextFile | StringFile> {
  return new Map([['A', { kind: 'text', size: 0x100, isAlways: true, content: 'DEMO', mode: 'a' }]]);
}
