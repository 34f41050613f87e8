import { useState } from 'preact/hooks';
import type { FilesWish, HoursChoice, Mistake, StagedHours } from '../../stage.ts';
import { HOURS_CHOICES, MISTAKES } from '../../stage.ts';
import { useDoings } from '../doings.ts';
import { useTexts } from '../texts.ts';
import { Pick, Press, Rows, TimeOfDay } from './parts.tsx';
import { stateOf, statesOf, wallOf } from './reading.ts';
import { HallRules } from './rules-hall.tsx';
import { Answer, Row, type RowProps } from './rules-parts.tsx';
import { WORDS } from './rules-words.ts';
import type { LobbyProps, LobbySection } from './section.ts';
import { FRAME, useWords } from './words.ts';

/** The branch file and the bank standard in force, and how a technician changes them while the branch works. */
export const rules: LobbySection = { id: 'rules', title: { 'zh-CN': '现行规则', en: 'Rules now' }, Body: Rules };

function Rules({ shown, isOff }: LobbyProps) {
  const words = useWords(WORDS);
  const { changeFiles } = useDoings();
  const [isWorking, setWorking] = useState(false);
  const change = (wish: FilesWish): void => {
    setWorking(true);
    void changeFiles(wish).then(() => setWorking(false));
  };
  const row = { shown, isOff: isOff || isWorking, change };
  return (
    <div class="lobby-columns">
      <div>
        <Rows title={words.changes} hint={words.changesHint} none="">
          <HoursRow key="hours" {...row} />
          <AskRow key="ask" {...row} />
          <DayRow key="day" {...row} />
          <ProfileRow key="profile" {...row} />
          <MistakeRow key="mistake" {...row} />
          <li key="begin">
            <Press
              cap={words.begin}
              about={words.changes}
              isOff={row.isOff}
              onPress={() => change({ kind: 'as-begun' })}
            />
          </li>
        </Rows>
        <HallRules {...row} />
      </div>
      <Answer files={shown.files} isWorking={isWorking} />
    </div>
  );
}

function HoursRow({ shown, isOff, change }: RowProps) {
  const words = useWords(WORDS);
  const { hallStates } = useTexts();
  const [choice, setChoice] = useState<HoursChoice>('file');
  const { hours, open } = shown.files.inForce;
  const hall = stateOf(shown, 'hall');
  const next = hall?.next ?? null;
  /** `Mon–Fri 09:00-17:00`. */
  const weekText = ({ days, open: times }: StagedHours): string => {
    const names = days.map((day) => words.days[day] ?? day);
    const all = Object.keys(words.days);
    const isSpan =
      days.length > 2 && days.every((day, index) => all.indexOf(day) === all.indexOf(days[0] ?? '') + index);
    const span = isSpan ? `${names[0]}–${names.at(-1)}` : names.join(', ');
    return `${span} ${times.join(', ') || words.closed}`;
  };
  return (
    <Row title={words.hours} isOff={isOff} onWrite={() => change({ kind: 'hours', hours: choice })}>
      <span data-in-force="hours">
        {`${[words.hoursOf[hours], ...(open ?? []), ...(hours === 'file' ? shown.rules.week.map(weekText) : [])].join(' · ')} `}
        {hall !== null && <small>{hallStates[hall.phase]}</small>}
        {next !== null && (
          <small>
            {`${words.afterwards} ${hallStates[next.phase]} `}
            <TimeOfDay at={wallOf(next.at)} timeZone={shown.timeZone} />
          </small>
        )}
      </span>
      <Pick
        label={words.hours}
        value={choice}
        options={HOURS_CHOICES.map((one) => [one, words.hoursOf[one]])}
        onPick={(picked) => setChoice(HOURS_CHOICES.find((one) => one === picked) ?? 'always')}
      />
    </Row>
  );
}

const ABOVE = [0, 1, 3, 10, 20];

function AskRow({ shown, isOff, change }: RowProps) {
  const words = useWords(WORDS);
  const [above, setAbove] = useState(3);
  const { askWaiting } = shown.files.inForce;
  return (
    <Row title={words.ask} isOff={isOff} onWrite={() => change({ kind: 'ask-waiting', above })}>
      <span data-in-force="ask">{words.above(askWaiting)}</span>
      <Pick
        label={words.ask}
        value={`${above}`}
        options={ABOVE.map((count) => [`${count}`, words.above(count)])}
        onPick={(picked) => setAbove(Number(picked))}
      />
    </Row>
  );
}

const MOST = [null, 5, 20, 100, 800];

function DayRow({ shown, isOff, change }: RowProps) {
  const words = useWords(WORDS);
  const [most, setMost] = useState<number | null>(100);
  const issued = statesOf(shown, 'queue').reduce((sum, { today }) => sum + today.issued, 0);
  return (
    <Row title={words.perDay} isOff={isOff} onWrite={() => change({ kind: 'per-day', most })}>
      <span data-in-force="day">
        {`${words.most(shown.files.inForce.perDay)} `}
        <small>{words.issued(issued)}</small>
      </span>
      <Pick
        label={words.perDay}
        value={`${most ?? ''}`}
        options={MOST.map((count) => [`${count ?? ''}`, words.most(count)])}
        onPick={(picked) => setMost(picked === '' ? null : Number(picked))}
      />
    </Row>
  );
}

function ProfileRow({ shown, isOff, change }: RowProps) {
  const words = useWords(WORDS);
  const { window } = useWords(FRAME);
  const { profiles } = shown.rules;
  const [counter, setCounter] = useState(shown.counters[0]?.id ?? '');
  const [picked, setPicked] = useState('');
  const follows = statesOf(shown, 'counter').find((state) => state.counter === counter)?.profile.id ?? '';
  const profile = picked || follows;
  return (
    <Row
      title={words.profile}
      isOff={isOff || profile === ''}
      onWrite={() => change({ kind: 'profile', counter, profile })}
    >
      <span data-in-force="profile">{follows}</span>
      <Pick
        label={words.counter}
        value={counter}
        options={shown.counters.map(({ id, number }) => [id, window(number)])}
        onPick={(id) => {
          setCounter(id);
          setPicked('');
        }}
      />
      <Pick label={words.profile} value={profile} options={profiles.map(({ id }) => [id, id])} onPick={setPicked} />
    </Row>
  );
}

function MistakeRow({ isOff, change }: RowProps) {
  const words = useWords(WORDS);
  const [mistake, setMistake] = useState<Mistake>('unknown-service');
  return (
    <Row title={words.mistake} isOff={isOff} onWrite={() => change({ kind: 'mistake', mistake })}>
      <span>{words.mistakeHint}</span>
      <Pick
        label={words.mistake}
        value={mistake}
        options={MISTAKES.map((one) => [one, words.mistakes[one]])}
        onPick={(picked) => setMistake(MISTAKES.find((one) => one === picked) ?? mistake)}
      />
    </Row>
  );
}
