import { useState } from 'preact/hooks';
import type { CommandWish } from '../../stage.ts';
import type { Shown } from '../state.ts';
import { useTexts } from '../texts.ts';
import { Do, Pick, Rows, TimeOfDay } from './parts.tsx';
import { type Heard, heardOf, serviceName, textOf } from './reading.ts';
import type { LobbyProps } from './section.ts';
import { useWords } from './words.ts';

const WORDS = {
  'zh-CN': {
    title: '待发呼叫器',
    hint: '仅大堂可见',
    none: '没有客户在等呼叫器',
    pager: '呼叫器',
    number: (pager: string) => `${pager} 号`,
    with: '客户需要',
    needs: { pager: '呼叫器', flash: '呼叫器、闪灯', all: '呼叫器、闪灯、大字号' },
    give: '发给客户',
  },
  en: {
    title: 'Pagers to hand out',
    hint: 'for the lobby alone',
    none: 'Nobody waits for a pager',
    pager: 'Pager',
    number: (pager: string) => `pager ${pager}`,
    with: 'Needs',
    needs: { pager: 'pager', flash: 'pager, lamp', all: 'pager, lamp, large type' },
    give: 'Hand it out',
  },
};
const PAGERS = ['1', '2', '3', '4', '5', '6'];
/** All that the customer needs is said at once: no topic tells what was noted before. */
const NEEDS = {
  flash: ['flash', 'pager'],
  pager: ['pager'],
  all: ['flash', 'pager', 'large-type'],
} as const satisfies Readonly<Record<string, CommandWish<'set-needs'>['needs']>>;
type Together = keyof typeof NEEDS;
const TOGETHER: readonly Together[] = ['flash', 'pager', 'all'];
/** After these nobody waits for one. */
const ENDS = ['ticket-needs-set', 'ticket-finished', 'ticket-cancelled', 'ticket-expired', 'print-failed'];
const MOST = 20;

/** Customers to whom somebody has to bring a pager: each until it was handed out, or the visit is over. */
export function Pagers(props: LobbyProps) {
  const words = useWords(WORDS);
  return (
    <Rows title={words.title} none={words.none} hint={words.hint}>
      {needPagers(props.shown).map((heard) => (
        <PagerRow key={heard.event.key} {...props} heard={heard} />
      ))}
    </Rows>
  );
}

function needPagers(shown: Pick<Shown, 'events'>): readonly Heard[] {
  const isOver = ({ event, data }: Heard): boolean =>
    ENDS.some((type) =>
      heardOf(shown, type, MOST).some((end) => end.data.label === data.label && end.event.key > event.key),
    );
  return heardOf(shown, 'customer-needs-pager', MOST).filter((heard) => !isOver(heard));
}

function PagerRow({ shown, isOff, heard: { time, data } }: LobbyProps & { heard: Heard }) {
  const words = useWords(WORDS);
  const { language } = useTexts();
  const [pager, setPager] = useState('1');
  const [together, setTogether] = useState<Together>('flash');
  const label = textOf(data.label);
  return (
    <li data-pager={label}>
      <TimeOfDay at={time} timeZone={shown.timeZone} />
      <b class="cell">{label}</b>
      <span class="cell wide">{serviceName(shown, textOf(data.service), language)}</span>
      <span class="acts">
        <Pick
          label={`${words.pager}: ${label}`}
          value={pager}
          options={PAGERS.map((one) => [one, words.number(one)])}
          onPick={setPager}
        />
        <Pick
          label={`${words.with}: ${label}`}
          value={together}
          options={TOGETHER.map((one) => [one, words.needs[one]])}
          onPick={(picked) => setTogether(TOGETHER.find((one) => one === picked) ?? together)}
        />
        <Do
          command="set-needs"
          wish={{ label, needs: [...NEEDS[together]], pager }}
          cap={words.give}
          about={label}
          isOff={isOff}
        />
      </span>
    </li>
  );
}
