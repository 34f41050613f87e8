import type { Branch, Reply } from '../branch/port.ts';
import { type Clock, type Millis, seconds, type Timer } from '../clock.ts';
import type { Log } from '../devices/log.ts';
import type { Command } from '../queue/commands.ts';
import { isStopping } from './replies.ts';

/** Pause before a call for help that could not be written is tried again. */
const AGAIN_AFTER: Millis = seconds(2);

export interface PanicParts {
  readonly branch: Pick<Branch, 'submit'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Tells at once, before anything is on disk, that a teller calls for help. */
  panic(counter: string): void;
}

/** Calls for help: told first, written afterwards, and tried until they are. */
export interface PanicCalls {
  /** Resolves with the answer to the first try; after a fault the call is still written as soon as that is possible. */
  call(command: Command & { readonly type: 'panic' }): Promise<Reply>;
  stop(): void;
}

/** Nobody calls for help yet. */
export function panicCalls({ branch, clock, log, panic }: PanicParts): PanicCalls {
  const timers = new Set<Timer>();
  const again = (command: Command, reply: Reply): void => {
    // What the daemon that stops does not take the pad sends to the next one.
    if (reply.kind !== 'fault' || isStopping(reply)) return;
    log.warn({ code: reply.fault.code }, 'a call for help is told and not written yet: it is tried again');
    const timer = clock.after(AGAIN_AFTER, () => {
      timers.delete(timer);
      void branch.submit(command).then((next) => again(command, next));
    });
    timers.add(timer);
  };
  return {
    async call(command) {
      panic(command.counter);
      const reply = await branch.submit(command);
      again(command, reply);
      return reply;
    },
    stop() {
      for (const timer of timers) timer.cancel();
      timers.clear();
    },
  };
}
