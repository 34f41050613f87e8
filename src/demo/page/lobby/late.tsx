import { useState } from 'preact/hooks';
import { useTexts } from '../texts.ts';
import { Do, Minutes, Rows, Write } from './parts.tsx';
import { serviceName, stateOf, wallOf } from './reading.ts';
import type { LobbyProps, LobbySection } from './section.ts';
import { useWords } from './words.ts';

const WORDS = {
  'zh-CN': {
    missed: '过号的客户',
    none: '今天没有过号的客户',
    hint: '客户也可把小票给取号机扫描',
    since: '过号',
    called: (count: number) => `之后叫了 ${count} 个号`,
    back: '回来了',
    number: '号码',
    other: '其他号码',
  },
  en: {
    missed: 'Customers who did not come',
    none: 'Nobody was a no-show today',
    hint: 'a customer may also show the slip to the kiosk',
    since: 'missed for',
    called: (count: number) => `${count} called since`,
    back: 'Has come',
    number: 'Number',
    other: 'Another number',
  },
};

/** Who did not come when called, and has come now. */
export const late: LobbySection = { id: 'late', title: { 'zh-CN': '过号恢复', en: 'Late return' }, Body: Late };

function Late({ shown, now, isOff }: LobbyProps) {
  const words = useWords(WORDS);
  const { language } = useTexts();
  const [written, setWritten] = useState('');
  const label = written.trim().toUpperCase();
  const missed = stateOf(shown, 'missed')?.tickets ?? [];
  return (
    <>
      <Rows title={words.missed} none={words.none} hint={words.hint}>
        {missed.map((ticket) => {
          const since = wallOf(ticket.since);
          return (
            <li key={ticket.label} data-missed={ticket.label}>
              <b class="cell">{ticket.label}</b>
              <span class="cell wide">{serviceName(shown, ticket.service, language)}</span>
              <span class="cell wide">
                {since !== null && (
                  <>
                    {`${words.since} `}
                    <Minutes span={now - since} />
                    {', '}
                  </>
                )}
                {words.called(ticket.called)}
              </span>
              <Do
                command="return-late"
                wish={{ label: ticket.label }}
                cap={words.back}
                about={ticket.label}
                isOff={isOff}
              />
            </li>
          );
        })}
      </Rows>
      <section class="asks" aria-label={words.other}>
        <Write label={words.number} value={written} size={6} onWrite={setWritten} />
        <Do
          command="return-late"
          wish={{ label }}
          cap={words.back}
          about={label || words.other}
          isOff={isOff || label === ''}
        />
      </section>
    </>
  );
}
