import { useState } from 'preact/hooks';
import type { StagedChoice } from '../../stage.ts';
import { type Language, named, useTexts } from '../texts.ts';
import { Do, NumberOfTicket, Pick, Rows, TimeOfDay } from './parts.tsx';
import { heardOf, textOf } from './reading.ts';
import type { LobbyProps, LobbySection } from './section.ts';
import { useWords } from './words.ts';

const WORDS = {
  'zh-CN': {
    raise: '提升客户',
    hint: '号码与位置不变，屏幕与语音不显示',
    none: '本网点没有可选的理由',
    number: '号码',
    to: '改为',
    reason: '理由',
    reasons: { 'potential-vip': '潜力贵宾', 'known-customer': '熟客' } as Readonly<Record<string, string>>,
    recent: '最近识别的客户',
    nobody: '还没有',
    recognised: '刷卡识别',
    raised: '人工提升',
  },
  en: {
    raise: 'Raise',
    hint: 'Number and place stay; nothing in the hall shows it',
    none: 'The bank standard knows no reason for it',
    number: 'Number',
    to: 'Becomes',
    reason: 'Reason',
    reasons: { 'potential-vip': 'potential VIP', 'known-customer': 'known customer' } as Readonly<
      Record<string, string>
    >,
    recent: 'Recognised last',
    nobody: 'Nobody yet',
    recognised: 'by card',
    raised: 'by a person',
  },
};
const RECENT = 8;

/** Who is recognised: by a card, or because the lobby manager has seen it. */
export const recognise: LobbySection = {
  id: 'recognise',
  title: { 'zh-CN': '识别客户', en: 'Recognition' },
  Body: Recognise,
};

function Recognise(props: LobbyProps) {
  return (
    <div class="lobby-columns">
      <Raise {...props} />
      <Recent {...props} />
    </div>
  );
}

const choices = (all: readonly StagedChoice[], language: Language): readonly (readonly [string, string])[] =>
  all.map(({ id, names }) => [id, named(names, language) || id]);

function Raise({ shown, isOff }: LobbyProps) {
  const words = useWords(WORDS);
  const { language } = useTexts();
  const { segments, raisesTo, upgradeReasons } = shown.rules;
  const higher = segments.filter(({ id }) => raisesTo.includes(id));
  const [label, setLabel] = useState('');
  const [segment, setSegment] = useState(raisesTo[0] ?? '');
  const [reason, setReason] = useState(upgradeReasons[0] ?? '');
  const number = label.trim().toUpperCase();
  return (
    <Rows title={words.raise} none={words.none} hint={words.hint}>
      {upgradeReasons.length === 0
        ? []
        : [
            <li key="raise" class="asks">
              <NumberOfTicket label={words.number} value={label} shown={shown} onWrite={setLabel} />
              <Pick label={words.to} value={segment} options={choices(higher, language)} onPick={setSegment} />
              <Pick
                label={words.reason}
                value={reason}
                options={upgradeReasons.map((id) => [id, words.reasons[id] ?? id])}
                onPick={setReason}
              />
              <Do
                command="change-segment"
                wish={{ label: number, segment, reason }}
                cap={words.raise}
                about={number}
                isOff={isOff || number === ''}
                onEnd={(end) => end?.kind === 'done' && setLabel('')}
              />
            </li>,
          ]}
    </Rows>
  );
}

function Recent({ shown }: LobbyProps) {
  const words = useWords(WORDS);
  const { language } = useTexts();
  const nameOf = (id: string): string => {
    const found = shown.rules.segments.find((segment) => segment.id === id);
    return (found && named(found.names, language)) || id;
  };
  const raised = heardOf(shown, 'segment-changed', RECENT).map((heard) => ({ ...heard, to: textOf(heard.data.to) }));
  // Whoever was raised is recognised by it: one row a customer.
  const byCard = heardOf(shown, 'customer-recognized', RECENT)
    .map((heard) => ({ ...heard, to: textOf(heard.data.segment) }))
    .filter(({ data, to }) => !raised.some((other) => other.data.label === data.label && other.to === to));
  const found = [...byCard, ...raised].sort((one, other) => other.event.key - one.event.key);
  return (
    <Rows title={words.recent} none={words.nobody}>
      {found.slice(0, RECENT).map(({ event, time, data, to }) => (
        <li key={event.key} data-recognised={textOf(data.label)}>
          <TimeOfDay at={time} timeZone={shown.timeZone} />
          <b class="cell">{textOf(data.label)}</b>
          <span class="cell wide">{nameOf(to)}</span>
          <small>{data.reason === undefined ? words.recognised : words.raised}</small>
        </li>
      ))}
    </Rows>
  );
}
