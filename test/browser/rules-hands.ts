import type { Edit } from '../../src/config/spec.ts';
import type { LobbyHands } from './lobby-hands.ts';
import { type LobbyRoom, openLobbyRoom } from './panel-room.ts';
import { dayStartsAt, variantOf } from './variant.ts';

/** What people do at one counter reading English; the counter serves accounts and transfers. */
export interface RulesHands {
  opens(): Promise<void>;
  /** Somebody comes for an account, which is complex, or for a transfer, which is simple: the number. */
  account(): Promise<string>;
  transfer(): Promise<string>;
  /** *Next* calls this number. */
  calls(label: string): Promise<void>;
  /** The same with a customer at the counter, called just now. */
  callsAtOnce(label: string): Promise<void>;
  /** A key that leaves nobody at the counter. */
  frees(key: 'Finish' | 'No-show' | 'Park'): Promise<void>;
  /** Another counter opens for this one customer, and pauses. */
  consults(other: number, label: string): Promise<void>;
  /** *Next* calls them in this order, and each is served. */
  serves(...labels: readonly string[]): Promise<void>;
}

const MARKS_UNIT = '  - { id: marks1, driver: keypad-line, bus: bus1, settings: { address: 16 } }\n';

/** A demo with the lobby manager's drawer open. */
export interface RulesHall {
  readonly panel: LobbyRoom['panel'];
  readonly lobby: LobbyHands;
  readonly hands: RulesHands;
  close(): Promise<void>;
}

/** Spans of the example that would be over in moments, or not be told from those that a test writes. */
const SPANS: readonly Edit[] = [
  ['returnAfter: 20min', 'returnAfter: 60min'],
  ['  endedKept: 500\n', '  endedKept: 500\n  rating: { within: 10min }\n'],
];

/** Starts a demo whose branch time runs twelve times as fast, and opens a counter, which has a keypad for marks: `marks1`. */
export async function openRulesHall(counter: number): Promise<RulesHall> {
  const branch: readonly Edit[] = [
    ['dayStartsAt: "03:00"', `dayStartsAt: "${dayStartsAt()}"`],
    [`    keypad: keypad${counter}\n`, `    keypad: keypad${counter}\n    ratingPad: marks1\n`],
    ['  - { id: display1,', `${MARKS_UNIT}  - { id: display1,`],
  ];
  const variant = variantOf(branch, SPANS);
  const { panel, page, lobby, close } = await openLobbyRoom({ variant, words: ['--speed', '12'] });
  const hands = rulesHands(panel, counter);
  await page.getByRole('button', { name: 'Lobby manager' }).click();
  await hands.opens();
  return { panel, lobby, hands, close };
}

/** People at a counter where nobody was before. */
function rulesHands(panel: LobbyRoom['panel'], counter: number): RulesHands {
  let [accounts, transfers] = [0, 0];
  const takes = async (service: string, label: string): Promise<string> => {
    await panel.press(service);
    await panel.printed(label);
    return label;
  };
  const padAfter = async (key: string, says: string, at = counter): Promise<void> => {
    await panel.key(at, key);
    await panel.padSays(at, says);
  };
  const calls = (label: string): Promise<void> => padAfter('Next', `${label} CALLED`);
  const frees = (key: string): Promise<void> => padAfter(key, 'OPEN');
  return {
    opens: () => padAfter('Pause/open', 'OPEN'),
    account() {
      // Nobody has a four.
      accounts += accounts === 3 ? 2 : 1;
      return takes('Open or close an account', `B${String(accounts).padStart(3, '0')}`);
    },
    transfer() {
      transfers += 1;
      return takes('Personal transfer', `A${500 + transfers}`);
    },
    calls,
    async callsAtOnce(label) {
      // Within a second of a call a pad says so, and the teller presses again.
      const unseen = 'CALLED JUST NOW';
      for (;;) {
        await panel.key(counter, 'Next');
        const said = await panel.padSaysOneOf(counter, `${label} CALLED`, unseen);
        if (!said.includes(unseen)) return;
        // Or the next press would not wait for its answer.
        await panel.key(counter, 'Clear');
        await panel.padSaysNoMore(counter, unseen);
      }
    },
    frees,
    async consults(other, label) {
      await padAfter('Pause/open', 'OPEN', other);
      await padAfter('Next', `${label} CALLED`, other);
      await padAfter('Finish', 'OPEN', other);
      await padAfter('Pause/open', 'PAUSED', other);
    },
    async serves(...labels) {
      for (const label of labels) {
        await calls(label);
        await frees('Finish');
      }
    },
  };
}
