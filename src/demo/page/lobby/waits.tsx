import type { StatePayload } from '../../stage.ts';
import { useTexts } from '../texts.ts';
import { Minutes, Rows } from './parts.tsx';
import { serviceName, statesOf, wallOf } from './reading.ts';
import type { LobbyProps, LobbySection } from './section.ts';
import { useWords } from './words.ts';

const WORDS = {
  'zh-CN': {
    queues: '队列与预计等候',
    noQueues: '网点尚未启动',
    waiting: (count: number) => `${count} 人等候`,
    estimate: (from: number, to: number) => (to === 0 ? '现在取号不用等' : `现在取号约等 ${from}–${to} 分钟`),
    unknown: '无法预计',
    today: (issued: number, refused: number) => `今日发号 ${issued}，未发 ${refused}`,
    asked: (asked: number, insisted: number) => `提示 ${asked} 次，坚持取号 ${insisted} 次`,
    longest: '最久已等',
    closed: '现在不发号',
  },
  en: {
    queues: 'Queues and estimates',
    noQueues: 'The branch has not started yet',
    waiting: (count: number) => `${count} waiting`,
    estimate: (from: number, to: number) =>
      to === 0 ? 'who comes now does not wait' : `who comes now waits ${from} to ${to} min`,
    unknown: 'nobody knows how long',
    today: (issued: number, refused: number) => `today ${issued} issued, ${refused} refused`,
    asked: (asked: number, insisted: number) => `${asked} asked, ${insisted} insisted`,
    longest: 'longest wait',
    closed: 'no number now',
  },
};

/** How long who comes now will wait, and whether numbers are issued. */
export const waits: LobbySection = { id: 'waits', title: { 'zh-CN': '等候', en: 'Waits' }, Body: Waits };

function Waits(props: LobbyProps) {
  const words = useWords(WORDS);
  return (
    <Rows title={words.queues} none={words.noQueues}>
      {statesOf(props.shown, 'queue').map((queue) => (
        <QueueRow key={queue.service} {...props} queue={queue} />
      ))}
    </Rows>
  );
}

function QueueRow({ shown, now, queue }: LobbyProps & { queue: StatePayload<'queue'> }) {
  const words = useWords(WORDS);
  const { language } = useTexts();
  const { service, waiting, wait, today, isIssuing, longestSince, texts } = queue;
  const since = wallOf(longestSince);
  return (
    <li data-queue={service}>
      <b class="cell wide">{serviceName(shown, service, language)}</b>
      <span class="cell">{words.waiting(waiting)}</span>
      <span class="cell wide">
        {isIssuing ? (
          <span>{wait === null ? words.unknown : words.estimate(wait.from, wait.to)}</span>
        ) : (
          <span class="over-target">{texts[language] ?? words.closed}</span>
        )}
        {since !== null && (
          <small>
            {`${words.longest} `}
            <Minutes span={now - since} />
          </small>
        )}
      </span>
      <span class="cell wide">
        {words.today(today.issued, today.refused)}
        {today.asked > 0 && <small>{words.asked(today.asked, today.insisted)}</small>}
      </span>
    </li>
  );
}
