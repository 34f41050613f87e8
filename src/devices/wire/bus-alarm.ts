import { type Clock, type Millis, seconds, type Timer } from '../../clock.ts';
import { calmAt, calmed, disturbed, type NoiseState, QUIET } from './bus-noise.ts';

/** Who hears of noise on a bus: names it within 5 s, and takes it back when the wire is calm. */
export interface BusNoise {
  /** A unit is being asked: whoever babbles afterwards is probably it. */
  speaking(device: string): void;
  /** Bytes came that nobody asked for. */
  stray(bytes: Uint8Array): void;
  /** A unit's answer was none. Returns whether the bus as a whole is disturbed, so that the unit is not to blame. */
  garbled(device: string, bytes: Uint8Array): boolean;
  /** The wire is gone, and with it the noise. */
  end(): void;
}

/** Garbled answers of two units within this time are the bus's fault. */
const TOGETHER: Millis = seconds(3);
/** A unit that garbles while bytes come out of turn is not to blame. */
const NEAR: Millis = seconds(1);
/** Bytes shown to the technician: enough to see an address in them. */
const SAMPLE = 16;

function sampleOf(bytes: Uint8Array): string {
  return [...bytes.slice(0, SAMPLE)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

/**
 * Watches the noise of one bus.
 *
 * @param condition raises or clears `garbled` of the bus
 */
export function busNoise(clock: Clock, condition: (isRaised: boolean, detail?: string) => void): BusNoise {
  let state: NoiseState = QUIET;
  let timer: Timer | null = null;
  let spoke: string | null = null;
  let garbledBefore: { readonly device: string; readonly at: Millis } | null = null;
  const look = (): void => {
    timer = null;
    set(calmed(state, clock.monotonic()), new Uint8Array(0));
  };
  const set = (next: NoiseState, bytes: Uint8Array): void => {
    const wasRaised = state.isRaised;
    state = next;
    if (state.isRaised && !wasRaised) {
      const suspect = spoke === null ? '' : ` after the slot of ${spoke}`;
      condition(true, `bytes out of turn${suspect}: ${sampleOf(bytes)}`);
    }
    if (!state.isRaised && wasRaised) condition(false);
    const at = calmAt(state);
    if (at !== null && !timer) timer = clock.after(Math.max(1, at - clock.monotonic()), look);
  };
  return {
    speaking(device) {
      spoke = device;
    },
    stray: (bytes) => set(disturbed(state, clock.monotonic()), bytes),
    garbled(device, bytes) {
      const now = clock.monotonic();
      const isAnother = garbledBefore !== null && garbledBefore.device !== device && now - garbledBefore.at < TOGETHER;
      garbledBefore = { device, at: now };
      const isDisturbed = isAnother || now - state.lastAt < NEAR;
      if (isAnother) set(disturbed(state, now), bytes);
      return isDisturbed;
    },
    end() {
      timer?.cancel();
      timer = null;
      if (state.isRaised) condition(false);
      state = QUIET;
      spoke = null;
      garbledBefore = null;
    },
  };
}
