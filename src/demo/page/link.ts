import {
  ACT_POSTS,
  BEAT_EVERY,
  type CommandEnd,
  type CommandName,
  type CommandWish,
  type ExplainEnd,
  type FilesEnd,
  type FilesWish,
  type StageBeat,
  type StageChange,
  type StageSnapshot,
  type Words,
} from '../stage.ts';
import { beaten, changed, type Shown, shownOf } from './state.ts';

/** How the page is linked with the demo. */
export interface LinkState {
  readonly isUp: boolean;
  /** Age of what is shown, ms. */
  readonly age: number;
}

/** What the page is to show now. */
export interface LinkView {
  /** Null until the first snapshot. */
  readonly shown: Shown | null;
  readonly link: LinkState;
}

/** The page's link with the demo. */
export interface Link {
  view(): LinkView;
  /** Called at most once a frame. */
  onView(listener: () => void): () => void;
  /** Called with each change, in order, with what is shown after it. */
  onChange(listener: (change: StageChange, shown: Shown) => void): () => void;
  act(device: string, action: string): Promise<PostEnd>;
  setFault(id: string, isOn: boolean): Promise<PostEnd>;
  setTraffic(isOn: boolean): Promise<PostEnd>;
  /** A command of the daemon, given by the lobby manager; null when it could not be asked. */
  command<N extends CommandName>(name: N, wish: CommandWish<N>): Promise<CommandEnd | null>;
  /** What `lobbyd explain` says of a number; null when it could not be asked. */
  explain(label: string, language: string): Promise<ExplainEnd | null>;
  /** Changes a file of the branch; null when it could not be asked. */
  changeFiles(wish: FilesWish): Promise<FilesEnd | null>;
  close(): void;
}

/** What became of a post: done, or why not in the words of the demo, null when it could not be asked. */
export type PostEnd = { readonly isDone: true } | { readonly isDone: false; readonly why: Words | null };

/** Without a word from the demo for so long the link counts as lost, ms. */
const LOST_AFTER = 2 * BEAT_EVERY + 500;
/** A stream that says nothing for so long is opened anew: the browser does not notice a peer that is gone, ms. */
const OPEN_AGAIN_AFTER = 5 * BEAT_EVERY;
const LOOK_EVERY = 1_000;
/** A post that is not answered for so long could not be asked: a browser with many windows of this page leaves it none of its few connections, ms. */
const POST_LIMIT = 10_000;
/** What is seldom to be seen waits for a frame that something else needs, at most so long, ms: a frame costs a small computer more than what is in it. */
const UNSEEN_WAITS = 60;
/** A whole day of the journal may have to be lived through again, on a busy machine, ms. */
const EXPLAIN_LIMIT = 60_000;
/** A daemon has a minute to say what comes of a reload, ms. */
const RELOAD_LIMIT = 75_000;

const KINDS = [
  'view',
  'paper',
  'mqtt',
  'daemon',
  'fault',
  'health',
  'alert',
  'hall',
  'traffic',
  'state',
  'files',
] as const;

/** Opens the link and keeps it open; a page of another build loads itself anew. */
export function openLink(): Link {
  return new PageLink();
}

class PageLink implements Link {
  readonly #viewers = new Set<() => void>();
  readonly #followers = new Set<(change: StageChange, shown: Shown) => void>();
  readonly #look = setInterval(() => this.#lookAtLink(), LOOK_EVERY);
  #stream: EventSource;
  #shown: Shown | null = null;
  #isUp = false;
  #heardAt = performance.now();
  #openedAt = performance.now();
  /** Age that is shown, s. */
  #age = 0;
  #isDue = false;
  #unseen: number | null = null;

  constructor() {
    this.#stream = this.#open();
    // A page that is left must not keep one of the few places.
    addEventListener('pagehide', () => this.close());
  }

  view(): LinkView {
    return { shown: this.#shown, link: { isUp: this.#isUp, age: performance.now() - this.#heardAt } };
  }

  onView(listener: () => void): () => void {
    return joined(this.#viewers, listener);
  }

  onChange(listener: (change: StageChange, shown: Shown) => void): () => void {
    return joined(this.#followers, listener);
  }

  act(device: string, action: string): Promise<PostEnd> {
    return post(ACT_POSTS.act, { device, action });
  }

  setFault(id: string, isOn: boolean): Promise<PostEnd> {
    return post(ACT_POSTS.fault, { id, isOn });
  }

  setTraffic(isOn: boolean): Promise<PostEnd> {
    return post(ACT_POSTS.traffic, { isOn });
  }

  command<N extends CommandName>(command: N, body: CommandWish<N>): Promise<CommandEnd | null> {
    return asked<CommandEnd>(ACT_POSTS.command, { command, body });
  }

  explain(label: string, language: string): Promise<ExplainEnd | null> {
    return asked<ExplainEnd>(ACT_POSTS.explain, { label, language }, EXPLAIN_LIMIT);
  }

  changeFiles(wish: FilesWish): Promise<FilesEnd | null> {
    return asked<FilesEnd>(ACT_POSTS.files, { wish }, RELOAD_LIMIT);
  }

  close(): void {
    clearInterval(this.#look);
    clearTimeout(this.#unseen ?? undefined);
    this.#stream.close();
  }

  #open(): EventSource {
    this.#openedAt = performance.now();
    const stream = new EventSource('stream');
    const on = <T>(name: string, take: (value: T) => void): void =>
      stream.addEventListener(name, ({ data }: MessageEvent<string>) => take(JSON.parse(data) as T));
    on('snapshot', (snapshot: StageSnapshot) => {
      if (this.#shown && this.#shown.build !== snapshot.build) location.reload();
      this.#heard(shownOf(snapshot));
    });
    on('beat', (beat: StageBeat) => {
      if (this.#shown) this.#heard(beaten(this.#shown, beat), true);
    });
    for (const kind of KINDS) on(kind, (change: StageChange) => this.#changed(change));
    stream.addEventListener('error', () => this.#lost());
    return stream;
  }

  #changed(change: StageChange): void {
    if (!this.#shown) return;
    const shown = changed(this.#shown, change);
    this.#heard(shown, isUnseen(change));
    for (const follower of this.#followers) follower(change, shown);
  }

  #heard(shown: Shown, isNowUnseen = false): void {
    const wasUp = this.#isUp;
    this.#shown = shown;
    this.#heardAt = performance.now();
    this.#isUp = true;
    if (wasUp && isNowUnseen) this.#unseen ??= setTimeout(() => this.#due(), UNSEEN_WAITS);
    else this.#due();
  }

  #lost(): void {
    this.#isUp = false;
    this.#due();
  }

  #lookAtLink(): void {
    const silence = performance.now() - this.#heardAt;
    if (silence > LOST_AFTER && this.#isUp) this.#lost();
    const isDead = this.#stream.readyState === EventSource.CLOSED || silence > OPEN_AGAIN_AFTER;
    if (isDead && performance.now() - this.#openedAt > OPEN_AGAIN_AFTER) {
      this.#stream.close();
      this.#stream = this.#open();
    }
    // The age is told in seconds: nothing else changes while nothing comes.
    const age = this.#isUp ? 0 : Math.floor(silence / 1_000);
    if (age !== this.#age) this.#due();
    this.#age = age;
  }

  /** A frame is drawn once, whatever came since the last one. */
  #due(): void {
    clearTimeout(this.#unseen ?? undefined);
    this.#unseen = null;
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => {
      this.#isDue = false;
      for (const viewer of this.#viewers) viewer();
    });
  }
}

/** A retained state shows in the drawer of the lobby alone, but for the hall's own. */
const isUnseen = (change: StageChange): boolean => change.kind === 'state' && change.thing !== 'hall';

function joined<T>(set: Set<T>, one: T): () => void {
  set.add(one);
  return () => void set.delete(one);
}

async function post(path: string, body: object): Promise<PostEnd> {
  const end = await asked<{ readonly kind: string; readonly why?: Words }>(path, body);
  return end?.kind === 'done' ? { isDone: true } : { isDone: false, why: end?.why ?? null };
}

/** What the demo answers to a post, null when it could not be asked; what it did not understand has no kind. */
async function asked<T extends { readonly kind: string }>(
  path: string,
  body: object,
  limit = POST_LIMIT,
): Promise<T | null> {
  try {
    const answer = await fetch(path.slice(1), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...body, request: crypto.randomUUID() }),
      signal: AbortSignal.timeout(limit),
    });
    const end = (await answer.json()) as Partial<T>;
    return end.kind === undefined ? null : (end as T);
  } catch {
    return null;
  }
}
