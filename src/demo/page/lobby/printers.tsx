import { useDoings } from '../doings.ts';
import { useTexts } from '../texts.ts';
import { printerFace } from '../views.ts';
import { Do, Rows } from './parts.tsx';
import type { LobbyProps } from './section.ts';
import { useWords } from './words.ts';

const WORDS = {
  'zh-CN': { title: '打印机', none: '本网点没有打印机', roll: '换新纸卷', test: '打印测试页' },
  en: { title: 'Printers', none: 'The branch has no printer', roll: 'New roll', test: 'Test slip' },
};

/** The paper of each printer: a new roll, and a slip that shows what customers get. */
export function Printers({ shown, isOff }: LobbyProps) {
  const words = useWords(WORDS);
  const { paperState } = useTexts();
  const { act } = useDoings();
  const printers = [...new Set(shown.kiosks.flatMap(({ printer }) => printer ?? []))];
  return (
    <Rows title={words.title} none={words.none}>
      {printers.map((printer) => {
        const { paper } = printerFace(shown.views[printer]);
        return (
          <li key={printer} data-printer={printer}>
            <b class="cell">{printer}</b>
            <span class={`cell wide${paper === 'full' ? '' : ' over-target'}`}>{paperState[paper]}</span>
            <span class="acts">
              <button
                type="button"
                class="do"
                aria-label={`${words.roll}: ${printer}`}
                aria-disabled={isOff}
                onClick={() => {
                  if (!isOff) act(printer, 'paper load');
                }}
              >
                {words.roll}
              </button>
              <Do command="test-print" wish={{ printer }} cap={words.test} about={printer} isOff={isOff} />
            </span>
          </li>
        );
      })}
    </Rows>
  );
}
