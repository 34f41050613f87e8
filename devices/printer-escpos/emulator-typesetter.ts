import type { PrinterCommand } from './emulator-commands.ts';
import { LINE_SPACING, type SlipAlign, type SlipPart, type SlipSpan } from './slip.ts';

interface Style {
  align: SlipAlign;
  bold: boolean;
  isHanzi: boolean;
  ascii: { width: number; height: number };
  hanzi: { width: number; height: number };
}

function freshStyle(): Style {
  // Models for China wake up, and come out of ESC @, with Chinese mode on.
  return {
    align: 'left',
    bold: false,
    isHanzi: true,
    ascii: { width: 1, height: 1 },
    hanzi: { width: 1, height: 1 },
  };
}

/** A span of the line that is being set: nobody has seen it yet. */
type Writable<T> = { -readonly [K in keyof T]: T[K] };

const DECODER = new TextDecoder('gb18030');
/** Hanzi of two bytes that were set before, by their code: no more than the code page has. */
const HANZI = new Map<number, string>();

function hanziOf(bytes: readonly number[]): string {
  const [first = 0, second = 0] = bytes;
  const code = bytes.length === 2 ? first * 256 + second : null;
  const text = (code === null ? undefined : HANZI.get(code)) ?? DECODER.decode(Uint8Array.from(bytes));
  if (code !== null) HANZI.set(code, text);
  return text;
}

const ALIGNS: readonly SlipAlign[] = ['left', 'center', 'right'];
const LEVELS = ['L', 'M', 'Q', 'H'] as const;

/** The part of the firmware that turns commands into lines of print. */
export interface Typesetter {
  readonly isHanzi: boolean;
  /** Executes a command that is about text, or takes a character; gives what is to be printed now. */
  set(command: PrinterCommand, isClone: boolean): readonly SlipPart[];
  /** Lets go of a line that was begun, at a cut. */
  flush(): readonly SlipPart[];
}

/** A typesetter in its state after power-on. */
export function typesetter(): Typesetter {
  let style = freshStyle();
  let spans: Writable<SlipSpan>[] = [];
  const qr = { data: '', cell: 3, level: 'L' as (typeof LEVELS)[number] };

  const character = (bytes: readonly number[]): void => {
    const { width, height } = bytes.length > 1 ? style.hanzi : style.ascii;
    const [first = 0] = bytes;
    const single = first < 0x80 ? String.fromCharCode(first) : '?';
    const text = bytes.length === 1 ? single : hanziOf(bytes);
    const last = spans.at(-1);
    if (last && last.width === width && last.height === height && last.bold === style.bold) {
      last.text += text;
    } else spans.push({ text, width, height, bold: style.bold });
  };
  const endLine = (): SlipPart => {
    const line = spans;
    spans = [];
    const text = line.map((span) => span.text).join('');
    if (text === '') return { kind: 'feed', dots: LINE_SPACING };
    return /^-{8,}$/.test(text) ? { kind: 'rule' } : { kind: 'line', align: style.align, spans: line };
  };
  const flush = (): readonly SlipPart[] => (spans.length > 0 ? [endLine()] : []);
  const qrCommand = (data: readonly number[]): readonly SlipPart[] => {
    const [symbol, fn, value] = data;
    if (symbol !== 0x31) return [];
    if (fn === 0x43) qr.cell = value ?? 3;
    if (fn === 0x45) qr.level = LEVELS[(value ?? 0x30) - 0x30] ?? 'L';
    if (fn === 0x50) qr.data = DECODER.decode(Uint8Array.from(data.slice(3)));
    if (fn !== 0x51 || qr.data === '') return [];
    return [...flush(), { kind: 'qr', align: style.align, ...qr }];
  };
  return {
    get isHanzi() {
      return style.isHanzi;
    },
    flush,
    set(command, isClone) {
      if (command.kind === 'character') {
        character(command.bytes);
        return [];
      }
      const n = command.data[0] ?? 0;
      switch (command.name) {
        case 'LF':
          return [endLine()];
        case 'ESC @':
          style = freshStyle();
          spans = [];
          return [];
        case 'CAN':
          spans = [];
          return [];
        case 'ESC d':
          return [...flush(), ...(n === 0 ? [] : [{ kind: 'feed' as const, dots: n * LINE_SPACING }])];
        case 'ESC J':
          return [...flush(), ...(n === 0 ? [] : [{ kind: 'feed' as const, dots: n }])];
        case 'GS ( k':
          return qrCommand(command.data);
        default:
          restyle(style, command.name, n, isClone);
          return [];
      }
    },
  };
}

/** Commands that only change how the next characters look. */
function restyle(style: Style, name: string, n: number, isClone: boolean): void {
  switch (name) {
    case 'ESC a':
      style.align = ALIGNS[n % 48] ?? 'left';
      return;
    case 'ESC E':
      style.bold = (n & 1) === 1;
      return;
    case 'ESC !':
      style.ascii = { width: n & 0x20 ? 2 : 1, height: n & 0x10 ? 2 : 1 };
      style.bold = (n & 0x08) !== 0;
      return;
    case 'GS !':
      style.ascii = { width: ((n >> 4) & 7) + 1, height: (n & 7) + 1 };
      if (!isClone) style.hanzi = style.ascii;
      return;
    case 'FS !':
      style.hanzi = { width: n & 0x04 ? 2 : 1, height: n & 0x08 ? 2 : 1 };
      return;
    case 'FS W':
      style.hanzi = n & 1 ? { width: 2, height: 2 } : { width: 1, height: 1 };
      return;
    case 'FS &':
    case 'FS .':
      style.isHanzi = name === 'FS &';
      return;
  }
}
