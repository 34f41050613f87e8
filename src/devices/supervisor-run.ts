import type { Clock, Timer } from '../clock.ts';
import { unreachable } from '../errors.ts';
import { FIND_A_DEVICE } from './next-steps.ts';
import type { HealthKeeper } from './supervisor-health.ts';
import {
  CLOSED,
  healthOf,
  type SupervisorEffect,
  type SupervisorInput,
  type SupervisorState,
  type SupervisorTiming,
  supervisorNext,
} from './supervisor-machine.ts';

/** What the machine's effects do. */
export interface Lives {
  open(): void;
  begin(): void;
  close(): void;
}

/** The running machine. */
export interface MachineRun {
  /** An input: dealt with at once, or after the one that is being dealt with. */
  take(input: SupervisorInput): void;
  /** Resolves when it is closed for good. */
  stop(): Promise<void>;
}

/** Runs the supervisor machine: one timer, effects in order, news to the keeper. */
export function runMachine(clock: Clock, timing: SupervisorTiming, keeper: HealthKeeper, lives: Lives): MachineRun {
  return new Run(clock, timing, keeper, lives);
}

class Run implements MachineRun {
  readonly #clock: Clock;
  readonly #timing: SupervisorTiming;
  readonly #keeper: HealthKeeper;
  readonly #lives: Lives;
  readonly #inputs: SupervisorInput[] = [];
  #state: SupervisorState = CLOSED;
  #timer: Timer | null = null;
  #isBusy = false;
  #stopped: (() => void) | null = null;

  constructor(clock: Clock, timing: SupervisorTiming, keeper: HealthKeeper, lives: Lives) {
    this.#clock = clock;
    this.#timing = timing;
    this.#keeper = keeper;
    this.#lives = lives;
  }

  take(input: SupervisorInput): void {
    this.#inputs.push(input);
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      for (let next = this.#inputs.shift(); next; next = this.#inputs.shift()) this.#step(next);
    } finally {
      this.#isBusy = false;
    }
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#stopped = resolve;
      this.take({ kind: 'stop' });
    });
  }

  #step(input: SupervisorInput): void {
    const next = supervisorNext(this.#state, input, this.#timing);
    this.#state = next.state;
    const { state, reason } = healthOf(next.state);
    this.#keeper.set(state, reason, FIND_A_DEVICE);
    if (next.state.at === 'running' && next.state.isSteady) this.#keeper.settled();
    for (const effect of next.effects) this.#do(effect);
    if (this.#state.at === 'closed') this.#stopped?.();
  }

  #do(effect: SupervisorEffect): void {
    switch (effect.kind) {
      case 'open-wire':
        this.#lives.open();
        break;
      case 'begin-device':
        this.#lives.begin();
        break;
      case 'close-wire':
        this.#lives.close();
        break;
      case 'cancel-timer':
        this.#timer?.cancel();
        break;
      case 'set-timer':
        this.#timer?.cancel();
        this.#timer = this.#clock.after(effect.delay, () => this.take({ kind: 'timeout' }));
        break;
      default:
        unreachable(effect, 'devices/supervisor');
    }
  }
}
