/**
 * An ESC/POS printer seen from its plug: 4 KB receive buffer, real-time commands on reception, everything else in
 * buffer order, printing that takes time, paper that comes out. Written from Epson's command reference, not from the
 * driver.
 */
import type { Millis, Timer } from '../../src/clock.ts';
import type { Emulator, EmulatorContext } from '../../src/devices/driver.ts';
import { EMULATOR_ACTIONS } from './emulator-actions.ts';
import {
  automaticStatus,
  cutTime,
  handle,
  healthyBody,
  isOffline,
  type PrinterBody,
  type PrinterView,
  paperSpeed,
  realTimeStatus,
} from './emulator-body.ts';
import { TOO_LONG, takeCommand } from './emulator-commands.ts';
import { typesetter } from './emulator-typesetter.ts';
import { qrModules } from './qr.ts';
import type { PrinterSettings } from './settings.ts';
import { DOTS_A_MM, partHeight, type Slip, type SlipPart } from './slip.ts';

/** Receive buffer, bytes; below so many free ones it asks the other side to wait. */
const BUFFER = 4_096;
const ALMOST_FULL = 128;
const ENOUGH_FREE = 256;
/** Lines that the firmware sets ahead of the paper. */
const LINES_AHEAD = 8;
const SLIPS_KEPT = 8;
const NOISE_BYTES = 16;
const XON = 0x11;
const XOFF = 0x13;

/** Something that takes time, in order; done again from its start when the printer stood still in the middle of it. */
interface Motion {
  readonly time: () => Millis;
  readonly done: () => void;
}

/** A printer on the other end of the wire. Its settings say only whether it does XON/XOFF. */
export function emulatePrinter(settings: PrinterSettings, context: EmulatorContext): Emulator {
  return new PrinterEmulator(settings, context);
}

class PrinterEmulator implements Emulator {
  readonly #context: EmulatorContext;
  readonly #isFlowing: boolean;
  readonly #body: PrinterBody = healthyBody();
  readonly #typesetter = typesetter();
  readonly #buffer: number[] = [];
  readonly #motions: Motion[] = [];
  /** Never changed, but replaced: whoever looks keeps what was seen. */
  #slips: readonly Slip[] = [];
  #moving: Timer | null = null;
  /** A cut waits for the paper: nothing behind it is executed. */
  #isBlocked = false;
  #parts: SlipPart[] = [];
  /** The two bytes before this one. */
  #first = 0;
  #second = 0;
  #automaticMask = 0;
  #lastAutomatic = '';
  #lost = 0;
  /** Bytes of a command that it does not know, still to be thrown away. */
  #passing = 0;
  #isHeld = false;
  #noise = 1;
  #isClosed = false;

  constructor(settings: PrinterSettings, context: EmulatorContext) {
    this.#context = context;
    this.#isFlowing = settings.flow === 'xon-xoff';
  }

  receive(bytes: Uint8Array): void {
    if (this.#isClosed) return;
    for (const byte of bytes) {
      if (this.#buffer.length < BUFFER) this.#buffer.push(byte);
      else this.#lost += 1;
      this.#overhear(byte);
    }
    this.#pump();
  }

  act(action: string): ReturnType<Emulator['act']> {
    if (!EMULATOR_ACTIONS.includes(action)) return { kind: 'refused', known: EMULATOR_ACTIONS };
    if (action === 'garbage') this.#send(this.#makeNoise());
    else if (action === 'take') this.#slips = [];
    else {
      // A new roll: what hung out of the printer came away with the old one.
      const isNewRoll = action === 'paper load' && this.#body.paper === 'out';
      if (isNewRoll && this.#parts.length > 0) this.#endSlip('torn');
      handle(this.#body, action);
    }
    this.#stateChanged();
    this.#pump();
    return { kind: 'done' };
  }

  view(): PrinterView {
    const { paper, isCoverOpen, willJam, isCutterJammed, isMute, isClone, isSlow, isFast } = this.#body;
    // Name by name: a copy with more names behind it costs the engine many times as much, and this is asked for at every change.
    return {
      paper,
      isCoverOpen,
      willJam,
      isCutterJammed,
      isMute,
      isClone,
      isSlow,
      isFast,
      isOffline: isOffline(this.#body),
      buffered: this.#buffer.length,
      lost: this.#lost,
      slip: { parts: [...this.#parts], end: null },
      slips: this.#slips,
    };
  }

  close(): void {
    this.#isClosed = true;
    this.#moving?.cancel();
  }

  /** DLE EOT and DLE ENQ are executed on reception, wherever they stand, whatever state the printer is in. */
  #overhear(byte: number): void {
    const [first, second] = [this.#first, this.#second];
    this.#first = second;
    this.#second = byte;
    if (first !== 0x10) return;
    if (second === 0x04 && byte >= 1 && byte <= 4) this.#send([realTimeStatus(this.#body, byte)]);
    if (second !== 0x05 || (byte !== 1 && byte !== 2) || !this.#body.isCutterJammed) return;
    if (byte === 2) this.#buffer.length = 0;
    handle(this.#body, 'cutter clear');
    this.#stateChanged();
  }

  /** Executes what can be executed, starts what takes time. */
  #pump(): void {
    while (!isOffline(this.#body) && !this.#isBlocked && this.#motions.length < LINES_AHEAD) {
      if (this.#passing > 0) this.#passing -= this.#buffer.splice(0, this.#passing).length;
      const command = takeCommand(this.#buffer, this.#typesetter.isHanzi);
      if (!command) break;
      if (command.kind === 'command') this.#obey(command.name, command.data);
      this.#print(this.#typesetter.set(command, this.#body.isClone));
    }
    this.#flow();
    this.#move();
  }

  /** Commands that are not about text. */
  #obey(name: string, data: readonly number[]): void {
    const n = data[0] ?? 0;
    const { isClone, paper } = this.#body;
    if (name === TOO_LONG) this.#passing = n;
    else if (name === 'GS V') this.#cut(n);
    else if (name === 'GS r') this.#send([paper === 'full' ? 0x00 : 0x03]);
    else if (name === 'GS a' && !isClone) this.#setAutomatic(n);
    else if (name === 'GS ( H' && !isClone) this.#promise(data);
    else if (name === 'ESC @') this.#automaticMask = 0;
  }

  #print(parts: readonly SlipPart[]): void {
    for (const part of parts) {
      const dots = partHeight(part, (data, level) => qrModules(data, level).length);
      const time = (): Millis => (dots / DOTS_A_MM / paperSpeed(this.#body)) * 1_000;
      this.#motions.push({ time, done: () => this.#parts.push(part) });
    }
  }

  /** GS V 0, 48, 65: full; 1, 49, 66: partial. Waits for the paper, and everything behind waits for it. */
  #cut(mode: number): void {
    this.#print(this.#typesetter.flush());
    this.#isBlocked = true;
    const end = mode === 0 || mode === 48 || mode === 65 ? 'full' : 'partial';
    this.#motions.push({
      time: () => cutTime(this.#body),
      done: () => {
        this.#isBlocked = false;
        this.#endSlip(end);
      },
    });
  }

  #endSlip(end: 'full' | 'partial' | 'torn'): void {
    this.#slips = [...this.#slips, { parts: this.#parts, end }].slice(-SLIPS_KEPT);
    this.#parts = [];
  }

  /** GS ( H fn 48: the id goes back when what is before it is on paper. */
  #promise(data: readonly number[]): void {
    const [fn, mode, ...id] = data;
    if (fn !== 0x30 || mode !== 0x30 || id.length !== 4) return;
    this.#motions.push({ time: () => 0, done: () => this.#send([0x37, 0x22, ...id, 0x00]) });
  }

  #setAutomatic(mask: number): void {
    this.#automaticMask = mask & 0x0f;
    this.#lastAutomatic = '';
    this.#stateChanged();
  }

  #move(): void {
    const [motion] = this.#motions;
    if (!motion || this.#moving || isOffline(this.#body) || this.#isClosed) return;
    this.#moving = this.#context.clock.after(motion.time(), () => {
      this.#moving = null;
      this.#moved(motion);
    });
  }

  #moved(motion: Motion): void {
    if (this.#isBlocked && this.#motions.length === 1 && this.#body.willJam) {
      this.#body.willJam = false;
      this.#body.isCutterJammed = true;
      this.#stateChanged();
      return;
    }
    this.#motions.shift();
    motion.done();
    this.#context.onChange();
    this.#pump();
  }

  #stateChanged(): void {
    if (isOffline(this.#body)) {
      this.#moving?.cancel();
      this.#moving = null;
    }
    const automatic = automaticStatus(this.#body);
    if (this.#automaticMask !== 0 && automatic.join() !== this.#lastAutomatic) {
      this.#lastAutomatic = automatic.join();
      this.#send(automatic);
    }
    this.#context.onChange();
  }

  #flow(): void {
    if (!this.#isFlowing) return;
    const free = BUFFER - this.#buffer.length;
    if (!this.#isHeld && free <= ALMOST_FULL) this.#send([XOFF]);
    else if (this.#isHeld && free >= ENOUGH_FREE) this.#send([XON]);
    else return;
    this.#isHeld = !this.#isHeld;
  }

  #makeNoise(): readonly number[] {
    return Array.from({ length: NOISE_BYTES }, () => {
      this.#noise = (Math.imul(this.#noise, 1_103_515_245) + 12_345) >>> 0;
      return (this.#noise >>> 16) & 0xff;
    });
  }

  #send(bytes: readonly number[]): void {
    if (!this.#body.isMute && !this.#isClosed) this.#context.send(new Uint8Array(bytes));
  }
}
