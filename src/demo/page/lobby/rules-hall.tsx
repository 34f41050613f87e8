import { useState } from 'preact/hooks';
import type { Follows } from '../../stage.ts';
import { AT_CLOSING, FOLLOWS_WHEN } from '../../stage.ts';
import { Pick, Rows } from './parts.tsx';
import { statesOf, windowNumber } from './reading.ts';
import { WORDS } from './rules-hall-words.ts';
import { OptionRow, Row, type RowProps } from './rules-parts.tsx';
import { OwnRow, SettingRow } from './rules-settings.tsx';
import { FRAME, useWords } from './words.ts';

/** Rules of the hall, each with values to try; all of them stand in the two files. */
export function HallRules(row: RowProps) {
  const words = useWords(WORDS);
  const { settings, ownSegments } = row.shown.rules;
  return (
    <Rows title={words.rules} none="">
      <FollowsRow key="follows" {...row} />
      <PassOverRow key="pass-over" {...row} />
      <ParkRow key="park" {...row} />
      <OneButtonRow key="one-button" {...row} />
      <LateRow key="late" {...row} />
      <ClosingRow key="closing" {...row} />
      <RatingRow key="rating" {...row} />
      <QueueRow key="queue" {...row} />
      {settings.map((known) => (
        <SettingRow key={known.setting} {...row} known={known} />
      ))}
      {ownSegments.length > 0 && <OwnRow key="own" {...row} />}
    </Rows>
  );
}

function FollowsRow({ shown, isOff, change }: RowProps) {
  const words = useWords(WORDS);
  const { window } = useWords(FRAME);
  const { profiles } = shown.rules;
  const [wish, setWish] = useState<Follows>({
    counter: shown.counters[0]?.id ?? '',
    profile: profiles[0]?.id ?? '',
    when: 'crowd',
  });
  const { follows } = shown.files.inForce.rules;
  return (
    <Row
      title={words.follows}
      isOff={isOff}
      onWrite={() => change({ kind: 'rule', wish: { rule: 'follows', follows: wish } })}
    >
      <span data-in-force="follows">
        {follows === null
          ? words.when.never
          : `${window(windowNumber(shown, follows.counter))}: ${follows.profile}, ${words.when[follows.when]}${follows.when === 'from-now' ? ` ${follows.at}` : ''}`}
      </span>
      <Pick
        label={words.followsCounter}
        value={wish.counter}
        options={shown.counters.map(({ id, number }) => [id, window(number)])}
        onPick={(counter) => setWish({ ...wish, counter })}
      />
      <Pick
        label={words.followsProfile}
        value={wish.profile}
        options={profiles.map(({ id }) => [id, id])}
        onPick={(profile) => setWish({ ...wish, profile })}
      />
      <Pick
        label={words.followsWhen}
        value={wish.when}
        options={FOLLOWS_WHEN.map((when) => [when, words.when[when]])}
        onPick={(picked) => setWish({ ...wish, when: FOLLOWS_WHEN.find((when) => when === picked) ?? wish.when })}
      />
    </Row>
  );
}

const MOST = [2, 5, null];

function PassOverRow(props: RowProps) {
  const words = useWords(WORDS);
  const { profiles } = props.shown.rules;
  const [profile, setProfile] = useState(profiles[0]?.id ?? '');
  return (
    <OptionRow
      {...props}
      title={words.passOver}
      thing="pass-over"
      now={`${profile}: ${words.most(props.shown.files.inForce.rules.passOver[profile] ?? null)}`}
      whom={[words.passOverProfile, profile, profiles.map(({ id }) => [id, id])]}
      onWhom={setProfile}
      options={MOST.map((most) => [`${most ?? 'none'}`, words.most(most), { rule: 'pass-over', profile, most }])}
    />
  );
}

const RETURNS = [60, 300, 1_200, 0];

function ParkRow(props: RowProps) {
  const words = useWords(WORDS);
  return (
    <OptionRow
      {...props}
      title={words.park}
      thing="park-return"
      now={words.returns(props.shown.files.inForce.rules.parkReturn)}
      options={RETURNS.map((seconds) => [`${seconds}`, words.returns(seconds), { rule: 'park-return', seconds }])}
    />
  );
}

const WITHIN = [15, 60, 300, null];

function OneButtonRow(props: RowProps) {
  const words = useWords(WORDS);
  const { window } = useWords(FRAME);
  const { counters, files } = props.shown;
  const [counter, setCounter] = useState(counters[0]?.id ?? '');
  return (
    <OptionRow
      {...props}
      title={words.oneButton}
      thing="one-button"
      now={`${window(windowNumber(props.shown, counter))}: ${words.within(files.inForce.rules.oneButton[counter] ?? null)}`}
      whom={[words.oneButtonCounter, counter, counters.map(({ id, number }) => [id, window(number)])]}
      onWhom={setCounter}
      options={WITHIN.map((seconds) => [
        `${seconds ?? 'off'}`,
        words.within(seconds),
        { rule: 'one-button', counter, seconds },
      ])}
    />
  );
}

/** Numbers called since, and seconds. */
const IN_TIME = [
  [1, 0],
  [0, 60],
  [3, 600],
] as const;

function LateRow(props: RowProps) {
  const words = useWords(WORDS);
  const { numbers, seconds } = props.shown.files.inForce.rules.lateReturn;
  return (
    <OptionRow
      {...props}
      title={words.late}
      thing="late-return"
      now={words.inTime(numbers, seconds)}
      options={IN_TIME.map(([most, span]) => [
        `${most}/${span}`,
        words.inTime(most, span),
        { rule: 'late-return', lateReturn: { numbers: most, seconds: span } },
      ])}
    />
  );
}

function ClosingRow(props: RowProps) {
  const words = useWords(WORDS);
  return (
    <OptionRow
      {...props}
      title={words.closing}
      thing="at-closing"
      now={words.atClosing[props.shown.files.inForce.rules.atClosing]}
      options={AT_CLOSING.map((atClosing) => [
        atClosing,
        words.atClosing[atClosing],
        { rule: 'at-closing', atClosing },
      ])}
    />
  );
}

const MARKS_FOR = [60, 180, 0];

function RatingRow(props: RowProps) {
  const words = useWords(WORDS);
  return (
    <OptionRow
      {...props}
      title={words.rating}
      thing="rating"
      now={words.marksFor(props.shown.files.inForce.rules.rating)}
      options={MARKS_FOR.map((seconds) => [`${seconds}`, words.marksFor(seconds), { rule: 'rating', seconds }])}
    />
  );
}

const LONG = [2, 5, 20];

function QueueRow(props: RowProps) {
  const words = useWords(WORDS);
  const waiting = Math.max(0, ...statesOf(props.shown, 'queue').map((queue) => queue.waiting));
  return (
    <OptionRow
      {...props}
      title={words.queue}
      thing="queue-long"
      now={`${words.above(props.shown.files.inForce.rules.queueLong)} · ${words.longest(waiting)}`}
      options={LONG.map((above) => [`${above}`, words.above(above), { rule: 'queue-long', above }])}
    />
  );
}
