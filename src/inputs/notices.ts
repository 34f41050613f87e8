import { type Clock, type Millis, seconds, type Timer } from '../clock.ts';
import type { PadScreen } from '../devices/kinds.ts';

/** Texts that follow each other on one small screen. */
export interface Notices {
  /**
   * Shows a text, or lets it wait until the one before has stood for its least time.
   *
   * @param least how long no other text may replace it, ms; 0: any newer text may
   * @param pages what follows it on the screen, unless somebody else is to be told something
   */
  tell(text: PadScreen, least: Millis, pages?: readonly PadScreen[]): void;
  /** Shows the resting text anew, unless something is being told. */
  rest(): void;
  /** How many further texts may wait before one is dropped. */
  readonly room: number;
  stop(): void;
}

export interface NoticesParts {
  readonly clock: Clock;
  show(text: PadScreen): void;
  /** What stands there when nothing is told. */
  resting(): PadScreen;
  /** Whether that matters more than whatever is told: nothing is, and what was being told goes. Left out: never. */
  isUrgent?(): boolean;
  /** How long a text stays when no other follows, ms. */
  readonly stays: Millis;
}

interface Waiting {
  readonly text: PadScreen;
  readonly least: Millis;
  readonly pages: readonly PadScreen[];
}

/** How long a text stays that has a further page. */
const PAGE_STAYS: Millis = seconds(3);

/** Texts that wait at most; a further one is dropped. */
export const NOTICES_WAITING = 8;

/** Makes {@link Notices}. */
export function openNotices({ clock, show, resting, stays, isUrgent = () => false }: NoticesParts): Notices {
  const waiting: Waiting[] = [];
  let timer: Timer | null = null;
  let heldUntil = Number.NEGATIVE_INFINITY;
  let isTelling = false;

  const after = (delay: Millis, run: () => void): void => {
    timer?.cancel();
    timer = clock.after(delay, run);
  };
  const rest = (): void => {
    isTelling = false;
    show(resting());
  };
  const follow = (): void => {
    const next = waiting.shift();
    if (next) put(next);
    else rest();
  };
  const drop = (): void => {
    timer?.cancel();
    waiting.length = 0;
    heldUntil = Number.NEGATIVE_INFINITY;
    rest();
  };
  const put = ({ text, least, pages }: Waiting): void => {
    if (isUrgent()) {
      drop();
      return;
    }
    isTelling = true;
    heldUntil = clock.monotonic() + least;
    show(text);
    const [page, ...further] = pages;
    if (waiting.length > 0) after(least, follow);
    else if (page) after(Math.max(least, PAGE_STAYS), () => put({ text: page, least: 0, pages: further }));
    else after(Math.max(least, stays), follow);
  };
  return {
    get room() {
      return NOTICES_WAITING - waiting.length;
    },
    tell(text, least, pages = []) {
      const left = heldUntil - clock.monotonic();
      if (left <= 0 || isUrgent()) put({ text, least, pages });
      else if (waiting.length < NOTICES_WAITING) {
        waiting.push({ text, least, pages });
        after(left, follow);
      }
    },
    rest() {
      if (isUrgent()) drop();
      else if (!isTelling) rest();
    },
    stop() {
      timer?.cancel();
      waiting.length = 0;
    },
  };
}
