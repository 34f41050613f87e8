import type { StatePayload } from '../../stage.ts';
import { useTexts } from '../texts.ts';
import { Do, Minutes, Rows, TimeOfDay } from './parts.tsx';
import { serviceName, stateOf, statesOf, wallOf } from './reading.ts';
import type { LobbyProps, LobbySection } from './section.ts';
import { FRAME, useWords } from './words.ts';

const WORDS = {
  'zh-CN': {
    parked: '挂起的号',
    none: '没有挂起的号',
    pools: { counter: '归', teller: '归该柜员', branch: '各窗口可叫' },
    returns: '自动回队',
    stays: '不自动回队',
    since: '已挂起',
    back: '回队',
    customers: '窗口的客户',
    nobody: '窗口没有客户',
    park: '挂起',
    called: '已呼叫',
    serving: '办理中',
  },
  en: {
    parked: 'Parked tickets',
    none: 'Nobody is parked',
    pools: { counter: 'for', teller: 'for its teller', branch: 'for any counter' },
    returns: 'returns at',
    stays: 'stays until called',
    since: 'parked for',
    back: 'Back to its queue',
    customers: 'Customers at counters',
    nobody: 'No customer at any counter',
    park: 'Park',
    called: 'called',
    serving: 'served',
  },
};

/** Who is set aside, for whom, until when. */
export const park: LobbySection = { id: 'park', title: { 'zh-CN': '挂起', en: 'Park' }, Body: Park };

function Park(props: LobbyProps) {
  const words = useWords(WORDS);
  const { shown, isOff } = props;
  const { window } = useWords(FRAME);
  const parked = stateOf(shown, 'parked')?.tickets ?? [];
  const busy = statesOf(shown, 'counter').flatMap(({ counter, number, ticket }) =>
    ticket ? [{ counter, number, ticket }] : [],
  );
  return (
    <div class="lobby-columns">
      <Rows title={words.parked} none={words.none}>
        {parked.map((ticket) => (
          <ParkedRow key={ticket.label} {...props} ticket={ticket} />
        ))}
      </Rows>
      <Rows title={words.customers} none={words.nobody}>
        {busy.map(({ counter, number, ticket }) => (
          <li key={counter}>
            <b class="cell">{window(number)}</b>
            <span class="cell wide">{`${ticket.label} ${words[ticket.status]}`}</span>
            <Do command="park" wish={{ counter }} cap={words.park} about={ticket.label} isOff={isOff} />
          </li>
        ))}
      </Rows>
    </div>
  );
}

type ParkedTicket = StatePayload<'parked'>['tickets'][number];

function ParkedRow({ shown, now, isOff, ticket }: LobbyProps & { ticket: ParkedTicket }) {
  const words = useWords(WORDS);
  const { window } = useWords(FRAME);
  const { language } = useTexts();
  const { label, pool, counter } = ticket;
  const owner = shown.counters.find(({ id }) => id === counter);
  const [since, until] = [wallOf(ticket.since), wallOf(ticket.until)];
  return (
    <li data-parked={label}>
      <b class="cell">{label}</b>
      <span class="cell wide">{serviceName(shown, ticket.service, language)}</span>
      <span class="cell">
        {words.pools[pool]} {owner && window(owner.number)}
      </span>
      <span class="cell wide">
        {until === null ? words.stays : `${words.returns} `}
        <TimeOfDay at={until} timeZone={shown.timeZone} />
        {since !== null && (
          <small>
            {`${words.since} `}
            <Minutes span={now - since} />
          </small>
        )}
      </span>
      <Do command="unpark" wish={{ label }} cap={words.back} about={label} isOff={isOff} />
    </li>
  );
}
