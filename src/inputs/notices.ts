import { type Clock, type Millis, seconds, type Timer } from '../clock.ts';
import type { PanelText } from '../devices/kinds.ts';

/** Texts of one screen, one after the other. */
export type Pages = readonly [PanelText, ...PanelText[]];

/** Texts that follow each other on one small screen. */
export interface Notices {
  /**
   * Shows a text, or lets it wait until the one before has stood for its least time. Its further pages follow, unless
   * somebody else is to be told something.
   *
   * @param least how long no other text may replace the first page, ms; 0: any newer text may
   */
  tell(pages: Pages, least: Millis): void;
  /** Shows the resting text anew, unless something is being told. */
  rest(): void;
  /** How many further texts may wait before one is dropped. */
  readonly room: number;
  stop(): void;
}

export interface NoticesParts {
  readonly clock: Clock;
  show(text: PanelText): void;
  /** What stands there when nothing is told: of several pages one after the other, over and over. */
  resting(): Pages;
  /** Whether that matters more than whatever is told: nothing is, and what was being told goes. Left out: never. */
  isUrgent?(): boolean;
  /** How long a text stays when no other follows, ms. */
  readonly stays: Millis;
}

interface Waiting {
  readonly pages: Pages;
  readonly least: Millis;
}

/** How long a text stays that has a further page. */
const PAGE_STAYS: Millis = seconds(3);
/** How long a resting text stays that has a further page. */
export const RESTING_TURN: Millis = seconds(5);

/** Texts that wait at most; a further one is dropped. */
export const NOTICES_WAITING = 8;

/** The pages that stand there while nothing is told. */
interface Resting {
  /** Shows the page whose turn it is; the others follow. */
  show(): void;
  /** Something is told: the first page is the next one to stand there. */
  leave(): void;
}

function restingPages({ clock, show, resting }: NoticesParts): Resting {
  let turn = 0;
  let timer: Timer | null = null;
  let before: PanelText | null = null;
  const leave = (): void => {
    timer?.cancel();
    timer = null;
    turn = 0;
  };
  const turnPage = (): void => {
    timer = null;
    turn += 1;
    showTurn();
  };
  const showTurn = (): void => {
    const pages = resting();
    // Something else begins with its first page, whichever page of the last one stands there.
    if (before && (before.line1 !== pages[0].line1 || before.line2 !== pages[0].line2)) leave();
    [before] = pages;
    show(pages[turn % pages.length] ?? pages[0]);
    if (pages.length > 1) timer ??= clock.after(RESTING_TURN, turnPage);
  };
  return { show: showTurn, leave };
}

/** Makes {@link Notices}. */
export function openNotices(parts: NoticesParts): Notices {
  const { clock, show, stays, isUrgent = () => false } = parts;
  const pages = restingPages(parts);
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
    pages.show();
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
  const put = ({ pages: [text, page, ...further], least }: Waiting): void => {
    if (isUrgent()) {
      drop();
      return;
    }
    isTelling = true;
    pages.leave();
    heldUntil = clock.monotonic() + least;
    show(text);
    if (waiting.length > 0) after(least, follow);
    else if (page) after(Math.max(least, PAGE_STAYS), () => put({ pages: [page, ...further], least: 0 }));
    else after(Math.max(least, stays), follow);
  };
  return {
    get room() {
      return NOTICES_WAITING - waiting.length;
    },
    tell(told, least) {
      const left = heldUntil - clock.monotonic();
      if (left <= 0 || isUrgent()) put({ pages: told, least });
      else if (waiting.length < NOTICES_WAITING) {
        waiting.push({ pages: told, least });
        after(left, follow);
      }
    },
    rest() {
      if (isTelling && isUrgent()) drop();
      else if (!isTelling) pages.show();
    },
    stop() {
      timer?.cancel();
      pages.leave();
      waiting.length = 0;
    },
  };
}
