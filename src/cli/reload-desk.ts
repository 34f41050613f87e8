import { count } from '../config/check-files.ts';
import type { Config } from '../config/config.ts';
import type { LoadResult } from '../config/load.ts';
import type { Problem } from '../config/problems.ts';
import type { ServiceManager } from '../daemon/service-manager.ts';
import type { Daemon } from '../daemon.ts';
import type { Log } from '../devices/log.ts';
import { asFault, type LobbydError, messageOf } from '../errors.ts';

export interface ReloadDeskParts {
  /** The branch file, for messages. */
  readonly file: string;
  readonly log: Log;
  readonly manager: Pick<ServiceManager, 'tell'>;
  /** CLOCK_MONOTONIC, µs: systemd tells by it which reload is meant. */
  monotonicMicros(): bigint;
  /** Reads and checks both files. */
  load(): LoadResult;
  /** Called with what is in force from now on. */
  onApplied(config: Config): void;
}

/** How a wish to reload ended. */
export interface ReloadVerdict {
  /** The files on disk are what the branch goes by. */
  readonly isInForce: boolean;
  /** For the person who asked: every problem of the files with its line, then what came of it and what to do. */
  readonly lines: readonly string[];
}

/** Reloads, one after the other. */
export interface ReloadDesk {
  /**
   * Somebody wants the files of this moment in force. While one wish waits, further ones are the same: it reads the newest
   * files. Never rejects.
   */
  ask(): Promise<ReloadVerdict>;
  /** The branch works: from now on, and for what was asked before. */
  serve(daemon: Pick<Daemon, 'reload'>): void;
  /** Why the files on disk are not what is in force; null while they are. */
  readonly standing: string | null;
  /** Resolves when a reload stopped half way: the program has to start anew. */
  readonly broken: Promise<LobbydError>;
  /** Takes no more, and waits for the one under way; who waits for another is told that it does not come. */
  close(): Promise<void>;
}

const STANDING = 'configuration on disk not in force';
const STOPPING: ReloadVerdict = {
  isInForce: false,
  lines: ['not reloaded: the daemon is stopping; next: nothing, it reads the files when it starts again'],
};

/** One or more who asked, and are told the same. */
interface Wish {
  readonly verdict: Promise<ReloadVerdict>;
  end(verdict: ReloadVerdict): void;
}

function newWish(): Wish {
  let end: Wish['end'] = () => {};
  const verdict = new Promise<ReloadVerdict>((resolve) => {
    end = resolve;
  });
  return { verdict, end };
}

/** Opens a {@link ReloadDesk}. */
export function openReloadDesk(parts: ReloadDeskParts): ReloadDesk {
  return new Desk(parts);
}

class Desk implements ReloadDesk {
  readonly broken: Promise<LobbydError>;
  readonly #parts: ReloadDeskParts;
  #daemon: Pick<Daemon, 'reload'> | null = null;
  #break: (fault: LobbydError) => void = () => {};
  #isClosed = false;
  #standing: string | null = null;
  #working: Promise<void> | null = null;
  #wish: Wish | null = null;

  constructor(parts: ReloadDeskParts) {
    this.#parts = parts;
    this.broken = new Promise((resolve) => {
      this.#break = resolve;
    });
  }

  get standing(): string | null {
    return this.#standing;
  }

  ask(): Promise<ReloadVerdict> {
    if (this.#isClosed) return Promise.resolve(STOPPING);
    this.#wish ??= newWish();
    const { verdict } = this.#wish;
    this.#begin();
    return verdict;
  }

  serve(daemon: Pick<Daemon, 'reload'>): void {
    this.#daemon = daemon;
    this.#begin();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#working;
    this.#wish?.end(STOPPING);
    this.#wish = null;
  }

  #begin(): void {
    if (!this.#daemon || !this.#wish || this.#isClosed) return;
    this.#working ??= this.#work().finally(() => {
      this.#working = null;
      this.#begin();
    });
  }

  async #work(): Promise<void> {
    while (this.#daemon && this.#wish && !this.#isClosed) {
      const wish = this.#wish;
      this.#wish = null;
      const { manager, file } = this.#parts;
      manager.tell({ RELOADING: '1', MONOTONIC_USEC: `${this.#parts.monotonicMicros()}` });
      const verdict = await this.#reload(this.#daemon).catch((caught: unknown) => {
        const next = 'what was in force still is; report this with both files';
        const fault = asFault(caught, { code: 'branch/reload', what: messageOf(caught), where: file, next });
        return this.#refuse(fault.message, fault.code, { code: fault.code });
      });
      // Half of it is no readiness: the program ends now.
      if (!this.#isClosed) manager.tell({ READY: '1' });
      wish.end(verdict);
    }
  }

  async #reload(daemon: Pick<Daemon, 'reload'>): Promise<ReloadVerdict> {
    const { log } = this.#parts;
    const loaded = this.#parts.load();
    const problems = loaded.kind === 'ok' ? loaded.warnings : loaded.problems;
    for (const { text, severity } of problems) log[severity === 'error' ? 'error' : 'warn']({}, text);
    const verdict = loaded.kind === 'ok' ? await this.#apply(daemon, loaded.config) : this.#refuseFiles(problems);
    return { ...verdict, lines: [...problems.map(({ text }) => text), ...verdict.lines] };
  }

  async #apply(daemon: Pick<Daemon, 'reload'>, config: Config): Promise<ReloadVerdict> {
    const end = await daemon.reload(config);
    switch (end.kind) {
      case 'applied':
        this.#parts.onApplied(config);
        return this.#inForce('reloaded: the files are in force', { opened: end.opened, closed: end.closed });
      case 'unchanged':
        return this.#inForce('reloaded: the files say what is in force already', {});
      case 'needs-restart': {
        const keys = end.keys.join(', ');
        const next = 'nothing was changed; next: systemctl restart lobbyd when no customer is at a kiosk';
        const message = `not reloaded: ${keys} can only be changed by a restart; ${next}`;
        return this.#refuse(message, `${keys} can only be changed by a restart`, { keys: end.keys });
      }
      case 'counter-busy': {
        const who = end.busy.map(({ counter, ticket, status }) => `${ticket} is ${status} at ${counter}`).join(', ');
        const next = 'nothing was changed; next: finish it at its keypad and reload again (a restart lets it go)';
        return this.#refuse(`not reloaded: the files drop a counter that has a customer: ${who}; ${next}`, who, {});
      }
      case 'failed':
        return this.#refuse(`not reloaded: ${end.fault.message}`, end.fault.code, { code: end.fault.code });
      case 'broken':
        this.#isClosed = true;
        this.#break(end.fault);
        return this.#refuse(`reloaded by half: ${end.fault.message}`, end.fault.code, { code: end.fault.code });
    }
  }

  #refuseFiles(problems: readonly Problem[]): ReloadVerdict {
    const errors = count(
      problems.filter(({ severity }) => severity === 'error'),
      'error',
    );
    const next = `nothing was changed; next: mend these lines, lobbyd check ${this.#parts.file}, and reload again`;
    return this.#refuse(`not reloaded, ${errors}: ${next}`, errors, {});
  }

  #inForce(message: string, fields: object): ReloadVerdict {
    this.#standing = null;
    this.#parts.log.info({ file: this.#parts.file, ...fields }, message);
    return { isInForce: true, lines: [message] };
  }

  /** @param why for the one line of the status */
  #refuse(message: string, why: string, fields: object): ReloadVerdict {
    this.#standing = `${STANDING} (${why})`;
    this.#parts.log.error({ file: this.#parts.file, ...fields }, message);
    return { isInForce: false, lines: [message] };
  }
}
