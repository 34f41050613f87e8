import { type Demo, startDemo, untilDevicesRun } from '../stand/demo.ts';
import { pathOf } from '../tools.ts';
import { type FrontPanel, openFrontPanel } from './front-panel.ts';
import { type LobbyHands, lobbyHands } from './lobby-hands.ts';
import { launch } from './shots.mjs';
import type { Variant } from './variant.ts';

/** The real demo with its page in Chromium, for all tests of a block. */
export interface PanelRoom {
  readonly demo: Demo;
  readonly panel: FrontPanel;
  readonly page: FrontPanel['page'];
  readonly lobby: LobbyHands;
  close(): Promise<void>;
}

export interface RoomWishes {
  /** Removed at the end; left out: the demo's own branch. */
  readonly variant?: Variant;
  /** Further words for the demo. */
  readonly words?: readonly string[];
}

/** Starts a demo and opens its page; everything is well by then, and every device runs. */
export async function openPanelRoom({ variant, words = [] }: RoomWishes = {}): Promise<PanelRoom> {
  const open: (() => unknown)[] = variant ? [() => variant.remove()] : [];
  const close = async (): Promise<void> => {
    for (const each of open.toReversed()) await each();
  };
  try {
    const demo = await startDemo(['--quiet', ...words, ...(variant ? ['--branch', variant.file] : [])]);
    open.push(() => demo.stop());
    const browser = await launch(pathOf('chromium'));
    open.push(() => browser.close());
    const panel = await openFrontPanel(browser, demo.url);
    await panel.allIsWell();
    await untilDevicesRun(demo);
    return { demo, panel, page: panel.page, lobby: lobbyHands(panel.page), close };
  } catch (caught) {
    await close();
    throw caught;
  }
}
