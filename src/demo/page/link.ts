import { ACT_POSTS, BEAT_EVERY, type StageBeat, type StageChange, type StageSnapshot, type Words } from '../stage.ts';
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
  close(): void;
}

/** What became of a post: done, or why not in the words of the demo, null when it could not be asked. */
export type PostEnd = { readonly isDone: true } | { readonly isDone: false; readonly why: Words | null };

/** Without a word from the demo for so long the link counts as lost, ms. */
const LOST_AFTER = 2 * BEAT_EVERY + 500;
/** A stream that says nothing for so long is opened anew: the browser does not notice a peer that is gone, ms. */
const OPEN_AGAIN_AFTER = 5 * BEAT_EVERY;
const LOOK_EVERY = 1_000;

const KINDS = ['view', 'paper', 'mqtt', 'daemon', 'fault', 'health', 'alert', 'hall', 'traffic'] as const;

/** Opens the link and keeps it open; a page of another build loads itself anew. */
export function openLink(): Link {
  const viewers = new Set<() => void>();
  const followers = new Set<(change: StageChange, shown: Shown) => void>();
  let shown: Shown | null = null;
  let heardAt = performance.now();
  let openedAt = heardAt;
  let isUp = false;
  let seconds = 0;
  let isDue = false;

  const due = (): void => {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => {
      isDue = false;
      for (const viewer of viewers) viewer();
    });
  };
  const heard = (next: Shown): void => {
    shown = next;
    heardAt = performance.now();
    isUp = true;
    due();
  };
  const hear = {
    snapshot(snapshot: StageSnapshot): void {
      if (shown && shown.build !== snapshot.build) location.reload();
      heard(shownOf(snapshot));
    },
    beat(beat: StageBeat): void {
      if (shown) heard(beaten(shown, beat));
    },
    change(change: StageChange): void {
      if (!shown) return;
      heard(changed(shown, change));
      for (const follower of followers) follower(change, shown);
    },
  };
  const lost = (): void => {
    isUp = false;
    due();
  };
  const open = (): EventSource => {
    openedAt = performance.now();
    return openStream(hear, lost);
  };
  let stream = open();
  const look = setInterval(() => {
    const now = performance.now();
    if (now - heardAt > LOST_AFTER) lost();
    const isDead = stream.readyState === EventSource.CLOSED || now - heardAt > OPEN_AGAIN_AFTER;
    if (isDead && now - openedAt > OPEN_AGAIN_AFTER) {
      stream.close();
      stream = open();
    }
    // The age is told in seconds: nothing else changes while nothing comes.
    const age = isUp ? 0 : Math.floor((now - heardAt) / 1_000);
    if (age !== seconds) due();
    seconds = age;
  }, LOOK_EVERY);
  const close = (): void => {
    clearInterval(look);
    stream.close();
  };
  // A page that is left must not keep one of the few places.
  addEventListener('pagehide', close);
  return {
    view: () => ({ shown, link: { isUp, age: performance.now() - heardAt } }),
    onView: (listener) => joined(viewers, listener),
    onChange: (listener) => joined(followers, listener),
    act: (device, action) => post(ACT_POSTS.act, { device, action }),
    setFault: (id, isOn) => post(ACT_POSTS.fault, { id, isOn }),
    setTraffic: (isOn) => post(ACT_POSTS.traffic, { isOn }),
    close,
  };
}

function joined<T>(set: Set<T>, one: T): () => void {
  set.add(one);
  return () => void set.delete(one);
}

function openStream(
  hear: {
    snapshot(snapshot: StageSnapshot): void;
    beat(beat: StageBeat): void;
    change(change: StageChange): void;
  },
  lost: () => void,
): EventSource {
  const stream = new EventSource('stream');
  const on = <T>(name: string, take: (value: T) => void): void =>
    stream.addEventListener(name, ({ data }: MessageEvent<string>) => take(JSON.parse(data) as T));
  on('snapshot', hear.snapshot);
  on('beat', hear.beat);
  for (const kind of KINDS) on(kind, hear.change);
  stream.addEventListener('error', lost);
  return stream;
}

async function post(path: string, body: object): Promise<PostEnd> {
  try {
    const answer = await fetch(path.slice(1), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...body, request: crypto.randomUUID() }),
    });
    if (answer.ok) return { isDone: true };
    const { why } = (await answer.json()) as { why?: Words };
    return { isDone: false, why: why ?? null };
  } catch {
    return { isDone: false, why: null };
  }
}
