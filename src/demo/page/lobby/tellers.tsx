import { useState } from 'preact/hooks';
import { Do, Pick, Rows, TimeOfDay, Write } from './parts.tsx';
import { heardOf, statesOf, textOf, windowNumber } from './reading.ts';
import type { LobbyProps, LobbySection } from './section.ts';
import { FRAME, useWords } from './words.ts';

const WORDS = {
  'zh-CN': {
    desk: '柜员上岗',
    deskHint: '同一柜员只能在一个窗口',
    window: '窗口',
    teller: '柜员号',
    open: '开窗',
    pause: '暂停',
    close: '关窗',
    windows: '窗口状态',
    none: '网点尚未启动',
    states: { open: '营业', paused: '暂停', closed: '关闭' },
    standing: '等来人即叫',
    reasons: {
      teller: '人工暂停',
      'no-shows': '连续过号，自动暂停',
      rules: '规则变更',
      'left-alone': '无人值守而有人等候，自动暂停',
    } as Readonly<Record<string, string>>,
  },
  en: {
    desk: 'Who sits where',
    deskHint: 'one teller, one counter',
    window: 'Counter',
    teller: 'Teller',
    open: 'Open',
    pause: 'Pause',
    close: 'Close',
    windows: 'Counters',
    none: 'The branch has not started yet',
    states: { open: 'open', paused: 'paused', closed: 'closed' },
    standing: 'calls whoever comes',
    reasons: {
      teller: 'by a person',
      'no-shows': 'by itself: nobody came twice',
      rules: 'the rules have changed',
      'left-alone': 'by itself: left open while people waited',
    } as Readonly<Record<string, string>>,
  },
};
/** Pauses that are looked through for the last of each window. */
const PAUSES = 60;

/** Which windows are open, why others are paused, and who sits down where. */
export const tellers: LobbySection = { id: 'tellers', title: { 'zh-CN': '窗口柜员', en: 'Counters' }, Body: Tellers };

function Tellers(props: LobbyProps) {
  return (
    <div class="lobby-columns">
      <Windows {...props} />
      <Desk {...props} />
    </div>
  );
}

function Windows({ shown }: LobbyProps) {
  const words = useWords(WORDS);
  const { window } = useWords(FRAME);
  const pauses = heardOf(shown, 'counter-paused', PAUSES);
  return (
    <Rows title={words.windows} none={words.none}>
      {statesOf(shown, 'counter').map(({ counter, number, state, isStanding }) => {
        const paused = state === 'paused' ? pauses.find(({ data }) => data.counter === counter) : undefined;
        const reason = textOf(paused?.data.reason);
        return (
          <li key={counter} data-window={counter}>
            <b class="cell">{window(number)}</b>
            <span class="cell">{words.states[state]}</span>
            <span class="cell wide">{isStanding ? words.standing : (words.reasons[reason] ?? reason)}</span>
            <TimeOfDay at={paused?.time ?? null} timeZone={shown.timeZone} />
          </li>
        );
      })}
    </Rows>
  );
}

function Desk({ shown, isOff }: LobbyProps) {
  const words = useWords(WORDS);
  const { window } = useWords(FRAME);
  const [counter, setCounter] = useState(shown.counters[0]?.id ?? '');
  const [written, setWritten] = useState('T-17');
  const teller = written.trim();
  const about = window(windowNumber(shown, counter));
  return (
    <Rows title={words.desk} none="" hint={words.deskHint}>
      {[
        <li key="desk" class="asks">
          <Pick
            label={words.window}
            value={counter}
            options={shown.counters.map((one) => [one.id, window(one.number)])}
            onPick={setCounter}
          />
          <Write label={words.teller} value={written} size={6} onWrite={setWritten} />
          <Do
            command="open-counter"
            wish={teller === '' ? { counter } : { counter, teller }}
            cap={words.open}
            about={about}
            isOff={isOff}
          />
          <Do command="pause-counter" wish={{ counter }} cap={words.pause} about={about} isOff={isOff} />
          <Do command="close-counter" wish={{ counter }} cap={words.close} about={about} isOff={isOff} />
        </li>,
      ]}
    </Rows>
  );
}
