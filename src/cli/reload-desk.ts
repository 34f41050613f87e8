import { count } from '../config/check-files.ts';
import type { Config } from '../config/config.ts';
import type { LoadResult } from '../config/load.ts';
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

/** Reloads, one after the other. */
export interface ReloadDesk {
  /** SIGHUP came. While one reload waits, further signals are the same wish: it reads the newest files. */
  ask(): void;
  /** The branch works: from now on, and for what was asked before. */
  serve(daemon: Pick<Daemon, 'reload'>): void;
  /** Why the files on disk are not what is in force; null while they are. */
  readonly standing: string | null;
  /** Resolves when a reload stopped half way: the program has to start anew. */
  readonly broken: Promise<LobbydError>;
  /** Takes no more, and waits for the one under way. */
  close(): Promise<void>;
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
  #isAsked = false;
  #isClosed = false;
  #standing: string | null = null;
  #working: Promise<void> | null = null;

  constructor(parts: ReloadDeskParts) {
    this.#parts = parts;
    this.broken = new Promise((resolve) => {
      this.#break = resolve;
    });
  }

  get standing(): string | null {
    return this.#standing;
  }

  ask(): void {
    this.#isAsked = true;
    this.#begin();
  }

  serve(daemon: Pick<Daemon, 'reload'>): void {
    this.#daemon = daemon;
    this.#begin();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#working;
  }

  #begin(): void {
    if (!this.#daemon || !this.#isAsked || this.#isClosed) return;
    this.#working ??= this.#work().finally(() => {
      this.#working = null;
      this.#begin();
    });
  }

  async #work(): Promise<void> {
    while (this.#daemon && this.#isAsked && !this.#isClosed) {
      this.#isAsked = false;
      const { manager, file } = this.#parts;
      manager.tell({ RELOADING: '1', MONOTONIC_USEC: `${this.#parts.monotonicMicros()}` });
      try {
        await this.#reload(this.#daemon);
      } catch (caught) {
        const next = 'what was in force still is; report this with both files';
        const fault = asFault(caught, { code: 'branch/reload', what: messageOf(caught), where: file, next });
        this.#refuse(fault.message, { code: fault.code });
      }
      // Half of it is no readiness: the program ends now.
      if (!this.#isClosed) manager.tell({ READY: '1' });
    }
  }

  async #reload(daemon: Pick<Daemon, 'reload'>): Promise<void> {
    const { file, log } = this.#parts;
    const loaded = this.#parts.load();
    const problems = loaded.kind === 'ok' ? loaded.warnings : loaded.problems;
    for (const { text, severity } of problems) log[severity === 'error' ? 'error' : 'warn']({}, text);
    if (loaded.kind !== 'ok') {
      const errors = problems.filter(({ severity }) => severity === 'error');
      const next = `nothing was changed; next: mend these lines, lobbyd check ${file}, and reload again`;
      return this.#refuse(`not reloaded, ${count(errors, 'error')}: ${next}`, { file });
    }
    const end = await daemon.reload(loaded.config);
    switch (end.kind) {
      case 'applied':
        this.#standing = null;
        this.#parts.onApplied(loaded.config);
        log.info({ file, opened: end.opened, closed: end.closed }, 'reloaded: the files are in force');
        break;
      case 'unchanged':
        this.#standing = null;
        log.info({ file }, 'reloaded: the files say what is in force already');
        break;
      case 'needs-restart': {
        const next = 'nothing was changed; next: systemctl restart lobbyd when no customer is at a kiosk';
        this.#refuse(`not reloaded: ${end.keys.join(', ')} can only be changed by a restart; ${next}`, {
          file,
          keys: end.keys,
        });
        break;
      }
      case 'failed':
        this.#refuse(`not reloaded: ${end.fault.message}`, { file, code: end.fault.code });
        break;
      case 'broken':
        this.#refuse(`reloaded by half: ${end.fault.message}`, { file, code: end.fault.code });
        this.#isClosed = true;
        this.#break(end.fault);
        break;
    }
  }

  #refuse(message: string, fields: object): void {
    this.#standing = 'configuration on disk not in force';
    this.#parts.log.error(fields, message);
  }
}
