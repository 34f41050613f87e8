import { useDoings } from '../doings.ts';
import { padFace } from '../views.ts';
import { Press, Rows } from './parts.tsx';
import type { LobbyProps } from './section.ts';
import { FRAME, useWords } from './words.ts';

const WORDS = {
  'zh-CN': { pads: '窗口前的评价键盘', hint: '客户自己按', dark: '（无显示）', mark: (mark: number) => `${mark} 分` },
  en: {
    pads: 'Keypads for marks',
    hint: 'in front of the customer, who presses',
    dark: '(dark)',
    mark: (mark: number) => `Mark ${mark}`,
  },
};

/** The keypads of the demo on which customers give marks; nothing where the branch has none. */
export function Pads({ shown, isOff }: LobbyProps) {
  const words = useWords(WORDS);
  const { window } = useWords(FRAME);
  const { act } = useDoings();
  const marks = Array.from({ length: shown.rules.marks ?? 0 }, (_, n) => n + 1);
  const pads = shown.counters.flatMap(({ ratingPad, ...counter }) => (ratingPad ? [{ ratingPad, ...counter }] : []));
  if (pads.length === 0) return null;
  return (
    <Rows title={words.pads} hint={words.hint} none="">
      {pads.map(({ ratingPad, number }) => {
        const { line1, line2 } = padFace(shown.views[ratingPad]);
        return (
          <li key={ratingPad} data-pad={ratingPad}>
            <b class="cell">{window(number)}</b>
            <span class="cell wide" role="status">
              {`${line1} ${line2}`.trim() || words.dark}
            </span>
            <span class="acts">
              {marks.map((mark) => (
                <Press
                  key={mark}
                  cap={words.mark(mark)}
                  about={window(number)}
                  isOff={isOff}
                  // A keypad has a zero for ten.
                  onPress={() => act(ratingPad, `press ${mark % 10}`)}
                />
              ))}
            </span>
          </li>
        );
      })}
    </Rows>
  );
}
