import { useState } from 'preact/hooks';
import type { StatePayload } from '../../stage.ts';
import { useTexts } from '../texts.ts';
import { Pads } from './marks-pads.tsx';
import { Do, Minutes, Pick, Rows, TimeOfDay } from './parts.tsx';
import { heardOf, serviceName, stateOf, textOf, windowNumber } from './reading.ts';
import type { LobbyProps, LobbySection } from './section.ts';
import { FRAME, useWords } from './words.ts';

const WORDS = {
  'zh-CN': {
    standards: '今日标准执行',
    noStandards: '还没有完成的业务',
    all: '全网点',
    wait: (kept: number, of: number) => `等候达标 ${kept}/${of}`,
    service: (kept: number, of: number) => `办理达标 ${kept}/${of}`,
    marks: (mean: string, of: number) => `评价 ${mean}（${of}）`,
    noShows: (count: number) => `过号 ${count}`,
    worst: '最久',
    rate: '评价',
    rateHint: '客户为刚办完的业务打分',
    noRating: '本行不评价',
    mark: '分数',
    last: '最近的评价',
    none: '还没有评价',
    score: (score: string, scale: string) => `${score} / ${scale} 分`,
  },
  en: {
    standards: 'Standards kept today',
    noStandards: 'Nothing has ended yet',
    all: 'the whole branch',
    wait: (kept: number, of: number) => `waits ${kept} of ${of} in time`,
    service: (kept: number, of: number) => `services ${kept} of ${of} in time`,
    marks: (mean: string, of: number) => `rated ${mean} (${of})`,
    noShows: (count: number) => `${count} no-shows`,
    worst: 'longest',
    rate: 'Rate',
    rateHint: 'What a customer says of the service that has just ended',
    noRating: 'The bank asks for no marks',
    mark: 'Mark',
    last: 'Rated last',
    none: 'Nobody has rated yet',
    score: (score: string, scale: string) => `${score} of ${scale}`,
  },
};
const LAST = 8;

/** What customers say, and how often the bank kept what it promises. */
export const marks: LobbySection = {
  id: 'marks',
  title: { 'zh-CN': '评价与标准', en: 'Marks and standards' },
  Body: Marks,
};

function Marks(props: LobbyProps) {
  return (
    <div class="lobby-columns">
      <Standards {...props} />
      <div>
        <Pads {...props} />
        <Rate {...props} />
        <Last {...props} />
      </div>
    </div>
  );
}

type Figures = StatePayload<'standards'>['all'];

function Standards({ shown }: LobbyProps) {
  const words = useWords(WORDS);
  const { window } = useWords(FRAME);
  const { language } = useTexts();
  const state = stateOf(shown, 'standards');
  const rows: readonly (readonly [string, string, Figures])[] =
    state === null
      ? []
      : [
          ['all', words.all, state.all],
          ...state.services.map((one) => [one.id, serviceName(shown, one.id, language), one] as const),
          ...state.counters.map((one) => [one.id, window(windowNumber(shown, one.id)), one] as const),
        ];
  return (
    <Rows title={words.standards} columns="standards" none={words.noStandards}>
      {rows.map(([id, name, figures]) => (
        <StandardRow key={id} id={id} name={name} figures={figures} />
      ))}
    </Rows>
  );
}

function StandardRow({ id, name, figures }: { id: string; name: string; figures: Figures }) {
  const words = useWords(WORDS);
  const { wait, service, noShows } = figures;
  return (
    <li data-standard={id}>
      <b class="cell wide">{name}</b>
      <span class="cell wait">{words.wait(wait.kept, wait.of)}</span>
      {wait.worst !== null && (
        <small class="cell worst">
          {`${words.worst} `}
          <Minutes span={wait.worst} />
        </small>
      )}
      <span class="cell service-time">{words.service(service.kept, service.of)}</span>
      {noShows > 0 && <span class="cell no-shows">{words.noShows(noShows)}</span>}
      {figures.marks.mean !== null && (
        <span class="cell marks">{words.marks(figures.marks.mean.toFixed(1), figures.marks.of)}</span>
      )}
    </li>
  );
}

function Rate({ shown, isOff }: LobbyProps) {
  const words = useWords(WORDS);
  const { window } = useWords(FRAME);
  const [counter, setCounter] = useState(shown.counters[0]?.id ?? '');
  const [score, setScore] = useState(1);
  const scale = shown.rules.marks;
  const scores = Array.from({ length: scale ?? 0 }, (_, n) => `${n + 1}`);
  return (
    <Rows title={words.rate} none={words.noRating} hint={words.rateHint}>
      {scale === null
        ? []
        : [
            <li key="rate" class="asks">
              <Pick
                label={words.rate}
                value={counter}
                options={shown.counters.map((one) => [one.id, window(one.number)])}
                onPick={setCounter}
              />
              <Pick
                label={words.mark}
                value={`${score}`}
                options={scores.map((one) => [one, one])}
                onPick={(value) => setScore(Number(value))}
              />
              <Do
                command="rate"
                wish={{ counter, score }}
                cap={words.rate}
                about={window(windowNumber(shown, counter))}
                isOff={isOff}
              />
            </li>,
          ]}
    </Rows>
  );
}

function Last({ shown }: LobbyProps) {
  const words = useWords(WORDS);
  const { window } = useWords(FRAME);
  return (
    <Rows title={words.last} none={words.none}>
      {heardOf(shown, 'ticket-rated', LAST).map(({ event, time, data }) => (
        <li key={event.key} data-rated={textOf(data.label)}>
          <TimeOfDay at={time} timeZone={shown.timeZone} />
          <b class="cell">{textOf(data.label)}</b>
          <span class="cell">{window(windowNumber(shown, textOf(data.counter)))}</span>
          <span>{words.score(textOf(data.score), textOf(data.scale))}</span>
        </li>
      ))}
    </Rows>
  );
}
