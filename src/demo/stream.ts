import type { ServerResponse } from 'node:http';
import type { Clock, Timer } from '../clock.ts';
import { BEAT_EVERY, type Stage, type StageChange } from './stage.ts';

/** Pages that may watch at once. */
export const PAGES_MOST = 8;
/** Bytes that may wait for a page that does not read; beyond it the page is dropped and connects again. */
const PAGE_BEHIND_MOST = 1_000_000;
/** Changes that are kept for a page which comes back, and characters of them; the oldest go first. */
const KEPT_MOST = 2_000;
const KEPT_CHARACTERS_MOST = 2_000_000;

interface Frame {
  readonly count: number;
  readonly text: string;
}

/** What becomes of a page that comes. */
export type Watching =
  | { readonly kind: 'watching' }
  /** So many watch already. */
  | { readonly kind: 'crowded'; readonly pages: number };

/** The stage as server-sent events for many pages. */
export interface StageStream {
  /**
   * Sends a page what it has to know, and from then on what changes.
   *
   * @param last id of the last event that the page has seen; null for a new one
   */
  watch(page: ServerResponse, last: string | null): Watching;
  stop(): void;
}

export interface StageStreamParts {
  readonly stage: Stage;
  readonly clock: Clock;
  /** Different in each run of the demo: an id of another run says nothing here. */
  readonly run: string;
}

/** Starts to keep what changes. */
export function openStageStream(parts: StageStreamParts): StageStream {
  return new Stream(parts);
}

class Stream implements StageStream {
  readonly #parts: StageStreamParts;
  readonly #pages = new Set<ServerResponse>();
  readonly #kept: Frame[] = [];
  readonly #unsubscribe: () => void;
  #characters = 0;
  #count = 0;
  #beat: Timer;

  constructor(parts: StageStreamParts) {
    this.#parts = parts;
    this.#unsubscribe = parts.stage.onChange((change) => this.#changed(change));
    this.#beat = parts.clock.after(BEAT_EVERY, () => this.#beats());
  }

  watch(page: ServerResponse, last: string | null): Watching {
    if (this.#pages.size >= PAGES_MOST) return { kind: 'crowded', pages: this.#pages.size };
    page.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    page.on('close', () => this.#pages.delete(page));
    page.on('error', () => page.destroy());
    page.write('retry: 1000\n\n');
    const missed = last === null ? null : this.#missedSince(last);
    if (missed) for (const { text } of missed) page.write(text);
    else page.write(this.#frame('snapshot', this.#parts.stage.snapshot()));
    this.#pages.add(page);
    return { kind: 'watching' };
  }

  stop(): void {
    this.#unsubscribe();
    this.#beat.cancel();
  }

  /** What came after the event with this id; null when nobody knows any more. */
  #missedSince(id: string): readonly Frame[] | null {
    const [, count, run] = /^\d+-(\d+)-(\w+)$/.exec(id) ?? [];
    const seen = Number(count);
    const oldest = this.#kept[0]?.count ?? this.#count + 1;
    if (run !== this.#parts.run || !(seen <= this.#count) || seen < oldest - 1) return null;
    return this.#kept.filter((frame) => frame.count > seen);
  }

  #changed(change: StageChange): void {
    this.#count += 1;
    const text = this.#frame(change.kind, change);
    this.#kept.push({ count: this.#count, text });
    this.#characters += text.length;
    while (this.#kept.length > KEPT_MOST || this.#characters > KEPT_CHARACTERS_MOST) {
      this.#characters -= this.#kept.shift()?.text.length ?? 0;
    }
    this.#send(text);
  }

  #beats(): void {
    this.#send(this.#frame('beat', this.#parts.stage.beat()));
    this.#beat = this.#parts.clock.after(BEAT_EVERY, () => this.#beats());
  }

  #frame(name: string, data: unknown): string {
    const id = `${this.#parts.stage.beat().seq}-${this.#count}-${this.#parts.run}`;
    return `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
  }

  #send(text: string): void {
    for (const page of this.#pages) {
      if (page.writableLength > PAGE_BEHIND_MOST) page.destroy();
      else page.write(text);
    }
  }
}
