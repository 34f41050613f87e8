import { useId, useRef, useState } from 'preact/hooks';
import type { StatePayload } from '../../stage.ts';
import { type HallState, useTexts } from '../texts.ts';
import { useAsk } from './ask.ts';
import { Do, Pick, Rows, TimeOfDay } from './parts.tsx';
import { stateOf, wallOf } from './reading.ts';
import type { LobbyProps, LobbySection } from './section.ts';
import { FRAME, useWords } from './words.ts';

const WORDS = {
  'zh-CN': {
    now: '大厅现在',
    unknown: '网点尚未启动',
    since: '始于',
    by: { hand: '人工设定', clock: '按时刻' },
    next: '下一时段',
    byHandTitle: '人工设定大厅',
    about: '大厅',
    caps: { evacuation: '疏散 …', 'out-of-order': '暂停服务', break: '休息', closing: '提前停止取号', open: '恢复' },
    effects: {
      evacuation: '不取号、不叫号；窗口屏显示疏散，取号机请客户离开；号码与位置不变',
      'out-of-order': '不取号、不叫号；号码与位置不变',
      break: '照常叫号；能否取号按本行休息规则；至打烊为止',
      closing: '不再取号；等候的客户按打烊规则办理',
      open: '重新按时刻运行，客户都在原来的位置',
      late: '今日还未发号时：门仍关着，不取号；到时不会自动开门',
    },
    late: '推迟开门',
    opens: '预计开门',
    inMinutes: (count: number) => (count === 0 ? '时间未定' : `${count} 分钟后`),
    told: '告知',
    sure: '全员疏散？',
    sureHint: '所有窗口屏立即显示疏散，取号机请客户离开，不再取号和叫号。',
    no: '不疏散',
    yes: '立即疏散',
  },
  en: {
    now: 'The hall now',
    unknown: 'The branch has not started yet',
    since: 'since',
    by: { hand: 'by hand', clock: 'by the clock' },
    next: 'then',
    byHandTitle: 'The hall by hand',
    about: 'hall',
    caps: {
      evacuation: 'Evacuate …',
      'out-of-order': 'Out of order',
      break: 'Break',
      closing: 'Close early',
      open: 'Open again',
    },
    effects: {
      evacuation: 'no numbers, no calls; displays and kiosk send people out; numbers and places stay',
      'out-of-order': 'no numbers, no calls; numbers and places stay',
      break: 'calls go on, numbers as the rules for breaks say; until closing time',
      closing: 'no more numbers; who waits is treated as at closing time',
      open: 'the clock rules again, everybody waits at the old place',
      late: 'before the first number today: the door stays shut, no numbers; nothing opens by the time that is told',
    },
    late: 'Not open yet',
    opens: 'Expected to open',
    inMinutes: (count: number) => (count === 0 ? 'time not known' : `in ${count} min`),
    told: 'told:',
    sure: 'Evacuate the branch?',
    sureHint:
      'All displays send people out at once, the kiosk as well. Nobody is issued or called until the hall is opened again.',
    no: 'Do not evacuate',
    yes: 'Evacuate now',
  },
};
/** What a person may ask for besides an evacuation, the gravest first. */
const ORDERS = ['out-of-order', 'break', 'closing', 'open'] as const;

const MINUTE = 60_000;
/** Minutes until a branch is expected to open; 0: nobody knows. */
const EXPECTED = [0, 10, 20, 30, 60];

/** How the hall stands, and what a person has it do against the clock. */
export const hall: LobbySection = { id: 'hall', title: { 'zh-CN': '大厅', en: 'Hall' }, Body: Hall };

function Hall(props: LobbyProps) {
  const words = useWords(WORDS);
  const { shown, isOff } = props;
  const state = stateOf(shown, 'hall');
  return (
    <div class="lobby-columns">
      <Rows title={words.byHandTitle} none="">
        <li key="evacuation" class="order">
          <Evacuate isOff={isOff} />
          <span class="cell wide">{words.effects.evacuation}</span>
        </li>
        {ORDERS.map((order) => (
          <li key={order} class="order">
            <Do command="set-hall" wish={{ state: order }} cap={words.caps[order]} about={words.about} isOff={isOff} />
            <span class="cell wide">{words.effects[order]}</span>
          </li>
        ))}
        <li key="not-open-yet" class="order">
          <OpenLate now={props.now} isOff={isOff} />
          <span class="cell wide">{words.effects.late}</span>
        </li>
      </Rows>
      <Rows title={words.now} none={words.unknown}>
        {state === null ? [] : standing(state).map((row) => <StandingRow key={row.name} {...row} shown={shown} />)}
      </Rows>
    </div>
  );
}

interface Standing {
  readonly name: 'now' | 'next' | 'opens';
  readonly phase: HallState | null;
  readonly at: number | null;
  /** Who says so; null: nobody, as in a branch without hours. */
  readonly by: 'hand' | 'clock' | null;
}

function standing({ phase, since, isByClock, next, opens }: StatePayload<'hall'>): readonly Standing[] {
  // A branch without hours is open, and nobody has said so; before its first day nobody has said anything.
  const byHand = phase === 'open' || since === null ? null : 'hand';
  const told = wallOf(isByClock ? null : opens);
  return [
    { name: 'now', phase, at: wallOf(since), by: isByClock ? 'clock' : byHand },
    { name: 'next', phase: next?.phase ?? null, at: wallOf(next?.at ?? null), by: null },
    ...(told === null ? [] : [{ name: 'opens', phase: 'open', at: told, by: null } as const]),
  ];
}

function StandingRow({ shown, name, phase, at, by }: Standing & Pick<LobbyProps, 'shown'>) {
  const words = useWords(WORDS);
  const { nobody } = useWords(FRAME);
  const { hallStates } = useTexts();
  const says = phase === null ? nobody : hallStates[phase];
  return (
    <li data-hall={name}>
      {name !== 'now' && <span class="cell">{name === 'next' ? words.next : words.told}</span>}
      <b class="cell wide">{says}</b>
      {by !== null && <span class="cell">{words.by[by]}</span>}
      {at !== null && (
        <span>
          {name === 'now' ? `${words.since} ` : ''}
          <TimeOfDay at={at} timeZone={shown.timeZone} />
        </span>
      )}
    </li>
  );
}

/** A branch that cannot open on time, with people outside: they are told when, if anybody knows. */
function OpenLate({ now, isOff }: { readonly now: number; readonly isOff: boolean }) {
  const words = useWords(WORDS);
  const [minutes, setMinutes] = useState('20');
  const until = new Date(Math.ceil((now + Number(minutes) * MINUTE) / MINUTE) * MINUTE).toISOString();
  return (
    <>
      <Do
        command="set-hall"
        wish={{ state: 'not-open-yet', ...(minutes === '0' ? {} : { until }) }}
        cap={words.late}
        about={words.about}
        isOff={isOff}
      />
      <Pick
        label={words.opens}
        value={minutes}
        options={EXPECTED.map((count) => [String(count), words.inMinutes(count)])}
        onPick={setMinutes}
      />
    </>
  );
}

/** Asks once more in the middle of the page: one wrong tap would empty the branch. */
function Evacuate({ isOff }: { isOff: boolean }) {
  const words = useWords(WORDS);
  const ask = useAsk();
  const box = useRef<HTMLDialogElement>(null);
  const title = useId();
  return (
    <>
      <button
        type="button"
        class="do danger"
        aria-label={`${words.caps.evacuation}: ${words.about}`}
        aria-haspopup="dialog"
        aria-disabled={isOff}
        onClick={() => {
          if (!isOff) box.current?.showModal();
        }}
      >
        {words.caps.evacuation}
      </button>
      {/* What is pressed to leave the question is not for the drawer behind it. */}
      <dialog ref={box} class="sure" aria-labelledby={title} onKeyDown={(event) => event.stopPropagation()}>
        <form method="dialog">
          <h3 id={title}>{words.sure}</h3>
          <p>{words.sureHint}</p>
          <p class="acts">
            <button type="submit">{words.no}</button>
            <button
              type="submit"
              class="danger"
              aria-disabled={isOff}
              onClick={() => {
                if (!isOff) void ask(words.yes, 'set-hall', { state: 'evacuation' });
              }}
            >
              {words.yes}
            </button>
          </p>
        </form>
      </dialog>
    </>
  );
}
