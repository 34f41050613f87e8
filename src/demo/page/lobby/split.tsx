import { useState } from 'preact/hooks';
import type { StagedCounter, StatePayload } from '../../stage.ts';
import type { Shown } from '../state.ts';
import { useTexts } from '../texts.ts';
import { Do, Minutes, Pick, Rows, TimeOfDay } from './parts.tsx';
import { heardOf, serviceName, statesOf, textOf, wallOf, windowNumber } from './reading.ts';
import type { LobbyProps, LobbySection } from './section.ts';
import { FRAME, useWords } from './words.ts';

const WORDS = {
  'zh-CN': {
    counters: '窗口按什么规则叫号',
    noCounters: '网点尚未启动',
    states: { open: '营业', paused: '暂停', closed: '关闭' },
    reasons: { configured: '配置', schedule: '时刻表', person: '人工' } as Readonly<Record<string, string>>,
    bySwitch: (id: string) => `自动（${id}）`,
    oneButton: (seconds: number) => `${seconds} 秒内再按“下一位”即过号`,
    profileOf: (number: number) => `${number} 号窗口的规则`,
    set: '改用',
    back: '交还',
    kinds: {
      'longest-wait': '等候最久优先',
      'simple-first': '先简单后复杂',
      'complex-first': '先复杂后简单',
      score: '按得分',
      cycle: '轮转',
    },
    queues: '队列',
    noQueues: '无人等候',
    queue: (waiting: number) => `${waiting} 人`,
    share: (percent: number) => `目标的 ${percent}%`,
    calls: '最近的呼叫',
    noCalls: '还没有呼叫',
    score: (score: string) => `得分 ${score}`,
    passed: (times: number) => `被越过 ${times} 次`,
    rules: {
      cap: '等候到上限',
      'pass-over': '越过次数到上限',
      'longest-wait': '等候最久',
      score: '得分最高',
      'simple-first/simple': '简单优先',
      'simple-first/freed': '无简单业务',
      'complex-first/complex': '复杂优先',
      'complex-first/freed': '无复杂业务',
      'cycle/rest': '轮转外',
      condition: '条件',
      cycle: '轮到',
      request: '窗口在等人',
      'pool/counter': '等候本窗口',
      'pool/teller': '等候本柜员',
      'pool/step': '等候业务的下一环节',
    } as Readonly<Record<string, string>>,
    chosen: '柜员指定',
    helps: '帮助他人',
    office: '后台',
  },
  en: {
    counters: 'Calling rules of the counters',
    noCounters: 'The branch has not started yet',
    states: { open: 'open', paused: 'paused', closed: 'closed' },
    reasons: { configured: 'configured', schedule: 'schedule', person: 'by a person' } as Readonly<
      Record<string, string>
    >,
    bySwitch: (id: string) => `switch ${id}`,
    oneButton: (seconds: number) => `Next within ${seconds} s: no-show`,
    profileOf: (number: number) => `Rules of counter ${number}`,
    set: 'Switch',
    back: 'Give back',
    kinds: {
      'longest-wait': 'longest wait first',
      'simple-first': 'simple first, then freed',
      'complex-first': 'complex first, then freed',
      score: 'by score',
      cycle: 'in turns',
    },
    queues: 'Queues',
    noQueues: 'Nobody waits',
    queue: (waiting: number) => `${waiting} waiting`,
    share: (percent: number) => `${percent}% of target`,
    calls: 'Last calls',
    noCalls: 'No call yet',
    score: (score: string) => `score ${score}`,
    passed: (times: number) => `passed over ${times}×`,
    rules: {
      cap: 'waited up to the cap',
      'pass-over': 'passed over too often',
      'longest-wait': 'longest wait',
      score: 'highest score',
      'simple-first/simple': 'simple first',
      'simple-first/freed': 'freed: no simple work',
      'complex-first/complex': 'complex first',
      'complex-first/freed': 'freed: no complex work',
      'cycle/rest': 'outside the cycle',
      condition: 'condition',
      cycle: 'turn of',
      request: 'the counter was waiting',
      'pool/counter': 'waited for this window',
      'pool/teller': 'waited for this teller',
      'pool/step': 'waited for the next step of the service',
    } as Readonly<Record<string, string>>,
    chosen: 'chosen by the teller',
    helps: 'helps',
    office: 'back office',
  },
};

/** Which rules each counter calls by, who waits for what, and by which rule the last were called. */
export const split: LobbySection = { id: 'split', title: { 'zh-CN': '分流叫号', en: 'Calling' }, Body: Split };

function Split({ shown, now, isOff }: LobbyProps) {
  const words = useWords(WORDS);
  const states = new Map(statesOf(shown, 'counter').map((state) => [state.counter, state]));
  return (
    <div class="lobby-columns">
      <Rows title={words.counters} none={words.noCounters}>
        {shown.counters.flatMap((counter) => {
          const state = states.get(counter.id);
          return state
            ? [<CounterRow key={counter.id} shown={shown} counter={counter} state={state} isOff={isOff} />]
            : [];
        })}
      </Rows>
      <div>
        <Queues shown={shown} now={now} />
        <Calls shown={shown} />
      </div>
    </div>
  );
}

interface CounterRowProps {
  readonly shown: Shown;
  readonly counter: StagedCounter;
  readonly state: StatePayload<'counter'>;
  readonly isOff: boolean;
}

function CounterRow({ shown, counter, state, isOff }: CounterRowProps) {
  const words = useWords(WORDS);
  const { window } = useWords(FRAME);
  const [wanted, setWanted] = useState('');
  const { number, profile } = state;
  const { rule } = profile;
  const reason = rule.startsWith('switch/') ? words.bySwitch(rule.slice(7)) : (words.reasons[rule] ?? rule);
  const { profiles } = shown.rules;
  const kind = profiles.find(({ id }) => id === profile.id)?.kind;
  const choice = wanted === '' ? profile.id : wanted;
  const within = shown.files.inForce.rules.oneButton[counter.id] ?? null;
  return (
    <li data-counter={counter.id}>
      <b class="cell">{window(number)}</b>
      <span class="cell">
        {words.states[state.state]}
        {state.isBack && <small>{` ${words.office}`}</small>}
      </span>
      <span class="cell wide">
        <b>{profile.id}</b>
        <small>{`${kind === undefined ? '' : `${words.kinds[kind]} · `}${reason}`}</small>
        {within !== null && <small>{words.oneButton(within)}</small>}
      </span>
      <span class="acts">
        <Pick
          label={words.profileOf(number)}
          value={choice}
          options={profiles.map(({ id }) => [id, id])}
          onPick={setWanted}
        />
        <Do
          command="switch-profile"
          wish={{ counter: counter.id, profile: choice }}
          cap={words.set}
          about={`${window(number)}, ${choice}`}
          isOff={isOff}
        />
        <Do
          command="switch-profile"
          wish={{ counter: counter.id }}
          cap={words.back}
          about={window(number)}
          isOff={isOff || rule !== 'person'}
          onEnd={() => setWanted('')}
        />
      </span>
    </li>
  );
}

function Queues({ shown, now }: { shown: Shown; now: number }) {
  const words = useWords(WORDS);
  const { language } = useTexts();
  const queues = statesOf(shown, 'queue').filter(({ waiting }) => waiting > 0);
  return (
    <Rows title={words.queues} columns="queues" none={words.noQueues}>
      {queues.map(({ service, waiting, longestSince }) => {
        const known = shown.hall.services.find(({ id }) => id === service);
        const since = wallOf(longestSince);
        const wait = since === null ? null : Math.max(0, now - since);
        const share = wait === null || !known?.targetWait ? null : Math.round((100 * wait) / known.targetWait);
        return (
          <li key={service}>
            <b class="cell wide">{`${known?.prefix ?? ''} ${serviceName(shown, service, language)}`}</b>
            <span class="cell">{words.queue(waiting)}</span>
            {wait !== null && (
              <span class="cell">
                <Minutes span={wait} />
              </span>
            )}
            {share !== null && <span class={share > 100 ? 'cell over-target' : 'cell'}>{words.share(share)}</span>}
          </li>
        );
      })}
    </Rows>
  );
}

const CALLS = 8;

function Calls({ shown }: { shown: Shown }) {
  const words = useWords(WORDS);
  const { window } = useWords(FRAME);
  return (
    <Rows title={words.calls} none={words.noCalls}>
      {heardOf(shown, 'ticket-called', CALLS).map(({ event, time, data }) => {
        const { score, passedOver } = data;
        const details = [
          ruleWords(textOf(data.rule), words),
          ...(typeof score === 'number' ? [words.score(score.toPrecision(3))] : []),
          ...(typeof passedOver === 'number' && passedOver > 0 ? [words.passed(passedOver)] : []),
        ];
        return (
          <li key={event.key} data-call={textOf(data.label)}>
            <TimeOfDay at={time} timeZone={shown.timeZone} />
            <b class="cell">{textOf(data.label)}</b>
            <span class="cell">{window(windowNumber(shown, textOf(data.counter)))}</span>
            <span>{details.join(' · ')}</span>
          </li>
        );
      })}
    </Rows>
  );
}

function ruleWords(rule: string, words: (typeof WORDS)['en']): string {
  const { rules, chosen, helps } = words;
  if (rule === '') return chosen;
  if (rule.startsWith('helps/')) return `${helps}: ${ruleWords(rule.slice('helps/'.length), words)}`;
  const [kind = '', name = ''] = rule.split('/');
  return rules[rule] ?? (rules[kind] === undefined ? rule : `${rules[kind]} ${name}`);
}
