import { useState } from 'preact/hooks';
import type { StatePayload } from '../../stage.ts';
import { named, useTexts } from '../texts.ts';
import { Caring } from './care.tsx';
import { Do, NumberOfTicket, Pick, Rows } from './parts.tsx';
import { serviceName, statesOf, windowNumber } from './reading.ts';
import type { LobbyProps, LobbySection } from './section.ts';
import { FRAME, useWords } from './words.ts';

const WORDS = {
  'zh-CN': {
    title: '窗口的客户与其业务',
    none: '窗口没有客户',
    of: (at: number, of: number) => `第 ${at}/${of} 项`,
    step: (step: string, at: number, of: number) => `步骤 ${at}/${of}：${step}`,
    papers: { yes: '资料齐全', no: '资料不全', unknown: '资料未看' },
    from: (counter: string | number, reason: string) => `${counter} 号窗口转来：${reason}`,
    ready: '资料齐全',
    send: '转办',
    to: '转去',
    place: '位置',
    places: { first: '排最前', original: '按到达', last: '排最后' },
    add: '加办',
    refer: '推荐',
    reason: '推荐理由',
    next: '完成这一步',
    over: '接办',
    overAt: '由哪个窗口接办',
    lost: '小票丢失',
    number: '号码',
    reprint: '补打',
  },
  en: {
    title: 'Customers at counters, and what they came for',
    none: 'No customer at any counter',
    of: (at: number, of: number) => `service ${at} of ${of}`,
    step: (step: string, at: number, of: number) => `step ${at} of ${of}: ${step}`,
    papers: { yes: 'papers ready', no: 'papers missing', unknown: 'papers not seen' },
    from: (counter: string | number, reason: string) => `sent by counter ${counter}: ${reason}`,
    ready: 'Papers ready',
    send: 'Send',
    to: 'Where to',
    place: 'Place',
    places: { first: 'first', original: 'by arrival', last: 'last' },
    add: 'Add service',
    refer: 'Refer',
    reason: 'Reason of the referral',
    next: 'Step is done',
    over: 'Take over',
    overAt: 'Which counter takes over',
    lost: 'A lost slip',
    number: 'Number of the lost slip',
    reprint: 'Print a copy',
  },
};

/** What each customer at a counter came for, and where it goes on. */
export const visit: LobbySection = { id: 'visit', title: { 'zh-CN': '业务流转', en: 'Visits' }, Body: Visit };

type AtCounter = StatePayload<'counter'> & { readonly ticket: NonNullable<StatePayload<'counter'>['ticket']> };

function Visit(props: LobbyProps) {
  const words = useWords(WORDS);
  const busy = statesOf(props.shown, 'counter').filter((state): state is AtCounter => state.ticket !== null);
  return (
    <>
      <Rows title={words.title} none={words.none}>
        {busy.map((state) => (
          <VisitRow key={state.counter} {...props} state={state} />
        ))}
      </Rows>
      <LostSlip {...props} />
    </>
  );
}

/** Whoever has lost the slip may wait anywhere. */
function LostSlip({ shown, isOff }: LobbyProps) {
  const words = useWords(WORDS);
  const [number, setNumber] = useState('');
  const label = number.trim().toUpperCase();
  return (
    <section class="rows" aria-label={words.lost}>
      <h3>{words.lost}</h3>
      <span class="acts">
        <NumberOfTicket shown={shown} label={words.number} value={number} onWrite={setNumber} />
        <Do command="reprint" wish={{ label }} cap={words.reprint} about={label} isOff={isOff || label === ''} />
      </span>
    </section>
  );
}

function VisitRow(props: LobbyProps & { state: AtCounter }) {
  const words = useWords(WORDS);
  const { window } = useWords(FRAME);
  const { language } = useTexts();
  const { shown, isOff, state } = props;
  const { counter, number, ticket } = state;
  const { label, step, papersReady } = ticket;
  const { yes, no, unknown } = words.papers;
  const said = [
    serviceName(shown, ticket.service, language),
    ...(ticket.visit ? [words.of(ticket.visit.at, ticket.visit.of)] : []),
    ...(step ? [words.step(step.step, step.at, step.of)] : []),
    papersReady === null ? unknown : papersReady ? yes : no,
    ...referredBy(props),
  ];
  return (
    <li data-visit={label}>
      <b class="cell">{window(number)}</b>
      <b class="cell">{label}</b>
      <span class="cell wide">{said.join(' · ')}</span>
      <span class="acts">
        {papersReady !== true && (
          <Do command="mark-papers" wish={{ label, ready: true }} cap={words.ready} about={label} isOff={isOff} />
        )}
        {step && <Do command="handoff" wish={{ counter }} cap={words.next} about={label} isOff={isOff} />}
      </span>
      <span class="doings">
        <Sending {...props} />
        <Referring {...props} />
        <Caring label={label} isOff={isOff} />
        <TakingOver {...props} />
      </span>
    </li>
  );
}

function referredBy({ shown, state }: LobbyProps & { state: AtCounter }): readonly string[] {
  const words = useWords(WORDS);
  const { language } = useTexts();
  const { referral } = state.ticket;
  if (!referral) return [];
  return [words.from(windowNumber(shown, referral.counter), named(referral.names, language) || referral.reason)];
}

function Sending({ shown, isOff, state }: LobbyProps & { state: AtCounter }) {
  const words = useWords(WORDS);
  const { window } = useWords(FRAME);
  const { language } = useTexts();
  const { counter, number, ticket } = state;
  const { label } = ticket;
  const services = shown.hall.services.map(({ id, name }) => [`service ${id}`, named(name, language) || id] as const);
  const windows = shown.counters.map(({ id, number: other }) => [`counter ${id}`, window(other)] as const);
  const [to, setTo] = useState(services[0]?.[0] ?? '');
  const [place, setPlace] = useState<'first' | 'original' | 'last'>('original');
  const [kind = '', id = ''] = to.split(' ');
  const places = Object.entries(words.places);
  const cannot = isOff || id === counter;
  return (
    <span class="acts">
      <Pick label={`${words.to}: ${window(number)}`} value={to} options={[...services, ...windows]} onPick={setTo} />
      <Pick
        label={`${words.place}: ${window(number)}`}
        value={place}
        options={places}
        onPick={(value) => setPlace(value === 'first' || value === 'last' ? value : 'original')}
      />
      <Do
        command="transfer"
        wish={kind === 'service' ? { counter, service: id, place } : { counter, toCounter: id, place }}
        cap={words.send}
        about={label}
        isOff={cannot}
      />
      <Do
        command="add-service"
        wish={{ label, service: id }}
        cap={words.add}
        about={label}
        isOff={cannot || kind !== 'service'}
      />
    </span>
  );
}

function Referring({ shown, isOff, state }: LobbyProps & { state: AtCounter }) {
  const words = useWords(WORDS);
  const { window } = useWords(FRAME);
  const { language } = useTexts();
  const { referralReasons } = shown.rules;
  const [reason, setReason] = useState(referralReasons[0]?.id ?? '');
  if (referralReasons.length === 0) return null;
  const { counter, number, ticket } = state;
  return (
    <span class="acts">
      <Pick
        label={`${words.reason}: ${window(number)}`}
        value={reason}
        options={referralReasons.map(({ id, names }) => [id, named(names, language) || id])}
        onPick={setReason}
      />
      <Do command="refer" wish={{ counter, reason }} cap={words.refer} about={ticket.label} isOff={isOff} />
    </span>
  );
}

/** The teller is gone: another window that is open and has nobody. */
function TakingOver({ shown, isOff, state }: LobbyProps & { state: AtCounter }) {
  const words = useWords(WORDS);
  const { window } = useWords(FRAME);
  const free = statesOf(shown, 'counter').filter((each) => each.state === 'open' && each.ticket === null);
  const [picked, setPicked] = useState('');
  const counter = free.find((each) => each.counter === picked)?.counter ?? free[0]?.counter;
  const { label } = state.ticket;
  if (counter === undefined) return null;
  return (
    <span class="acts">
      <Pick
        label={`${words.overAt}: ${label}`}
        value={counter}
        options={free.map((each) => [each.counter, window(each.number)])}
        onPick={setPicked}
      />
      <Do command="take-over" wish={{ counter, from: state.counter }} cap={words.over} about={label} isOff={isOff} />
    </span>
  );
}
