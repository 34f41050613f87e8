import { type Demo, startDemo, untilDevicesRun } from '../stand/demo.ts';
import { closePages, openBrowser } from './browser.ts';
import { type FrontPanel, openFrontPanel, type PageLook } from './front-panel.ts';
import { type LobbyHands, lobbyHands } from './lobby-hands.ts';
import { type StationHands, stationHands } from './station-hands.ts';
import type { Variant } from './variant.ts';

/** The real demo with its page in Chromium, for all tests of a block. */
export interface PanelRoom {
  readonly demo: Demo;
  readonly panel: FrontPanel;
  readonly page: FrontPanel['page'];
  readonly lobby: LobbyHands;
  close(): Promise<void>;
}

/** The same, where kiosk and pads are under the hands of people who do not use the page: that is the lobby manager's. */
export interface LobbyRoom extends PanelRoom {
  readonly panel: FrontPanel & StationHands;
  /** The page itself, under the hands of whoever uses it. */
  readonly front: FrontPanel;
}

export interface RoomWishes {
  /** Removed at the end; left out: the demo's own branch. */
  readonly variant?: Variant;
  /** Further words for the demo. */
  readonly words?: readonly string[];
  /** Left out: nothing moves on the page, which would be painted without end. */
  readonly look?: PageLook;
}

const STILL: PageLook = { reducedMotion: 'reduce' };

/** Starts a demo and opens its page; everything is well by then, and every device runs. */
export async function openPanelRoom({ variant, words = [], look = STILL }: RoomWishes = {}): Promise<PanelRoom> {
  const open: (() => unknown)[] = variant ? [() => variant.remove()] : [];
  const close = async (): Promise<void> => {
    for (const each of open.toReversed()) await each();
  };
  try {
    const demo = await startDemo(['--quiet', ...words, ...(variant ? ['--branch', variant.file] : [])]);
    open.push(() => demo.stop());
    open.push(closePages);
    const panel = await openFrontPanel(await openBrowser(), demo.url, look);
    await panel.allIsWell();
    await untilDevicesRun(demo);
    return { demo, panel, page: panel.page, lobby: lobbyHands(panel.page), close };
  } catch (caught) {
    await close();
    throw caught;
  }
}

/** The same with hands on the stations themselves. The printers are fast. */
export async function openLobbyRoom(wishes: RoomWishes = {}): Promise<LobbyRoom> {
  const room = await openPanelRoom(wishes);
  try {
    const hands = await stationHands(room.demo);
    const close = (): Promise<void> => {
      hands.leave();
      return room.close();
    };
    return { ...room, front: room.panel, panel: { ...room.panel, ...hands }, close };
  } catch (caught) {
    await room.close();
    throw caught;
  }
}
