import { named, useTexts } from '../texts.ts';
import { Rows, TimeOfDay } from './parts.tsx';
import { heardOf, serviceName, stateOf, statesOf, textOf, windowNumber } from './reading.ts';
import type { LobbyProps } from './section.ts';
import { FRAME, useWords } from './words.ts';

const WORDS = {
  'zh-CN': {
    forms: '请客户准备',
    noForms: '没有要准备的资料',
    also: (machines: string) => `现在也可用：${machines}`,
    messages: '本行消息',
    noMessages: '没有消息',
    allServices: '所有业务',
    everybody: '大厅可见',
    ownSlip: (segments: string) => `仅 ${segments}，只在本人小票上`,
    referrals: '转介客户经理',
    referralsHint: '按柜员：lobbyd standards --by teller',
    nobody: '今天还没有转介',
    referred: (count: number) => `${count} 位`,
  },
  en: {
    forms: 'To have ready',
    noForms: 'Nothing to prepare',
    also: (machines: string) => `now also at ${machines}`,
    messages: 'Messages of the bank',
    noMessages: 'No message',
    allServices: 'all services',
    everybody: 'the hall reads it',
    ownSlip: (segments: string) => `${segments} alone, on their own slip`,
    referrals: 'Handed to the client manager',
    referralsHint: 'by teller: lobbyd standards --by teller',
    nobody: 'Nobody yet today',
    referred: (count: number) => `${count} today`,
  },
};
const LAST = 5;

/** What customers of each service are to have ready, and the machines that do it now. */
export function ToPrepare({ shown }: LobbyProps) {
  const words = useWords(WORDS);
  const { language } = useTexts();
  return (
    <Rows title={words.forms} none={words.noForms}>
      {statesOf(shown, 'guidance').map(({ service, names, forms, machines }) => (
        <li key={service} data-forms={service}>
          <b class="cell wide">{named(names, language)}</b>
          <span class="cell wide">
            {forms.map((form) => named(form, language)).join(' · ')}{' '}
            {machines.length > 0 && (
              <small>{words.also(machines.map((machine) => named(machine.names, language)).join(' · '))}</small>
            )}
          </span>
        </li>
      ))}
    </Rows>
  );
}

/** What the bank says to whom. What is for some segments the hall never reads. */
export function Messages({ shown }: LobbyProps) {
  const words = useWords(WORDS);
  const { language } = useTexts();
  const { messages, segments: all } = shown.rules;
  const segmentName = (id: string): string => named(all.find((each) => each.id === id)?.names ?? {}, language) || id;
  return (
    <Rows title={words.messages} none={words.noMessages}>
      {messages.map(({ id, texts, services, segments }) => (
        <li key={id} data-message={id}>
          <span class="cell wide">{named(texts, language)}</span>
          <span class="cell wide">
            {services === null
              ? words.allServices
              : services.map((service) => serviceName(shown, service, language)).join(' · ')}{' '}
            <small>{segments === null ? words.everybody : words.ownSlip(segments.map(segmentName).join(' · '))}</small>
          </span>
        </li>
      ))}
    </Rows>
  );
}

/** How many each window has handed to the client manager, and the last of them with the reason. */
export function Referrals({ shown }: LobbyProps) {
  const words = useWords(WORDS);
  const { window } = useWords(FRAME);
  const { language } = useTexts();
  const counters = (stateOf(shown, 'standards')?.counters ?? []).filter(({ referrals }) => referrals > 0);
  const { referralReasons } = shown.rules;
  const reasonName = (id: string): string =>
    named(referralReasons.find((reason) => reason.id === id)?.names ?? {}, language) || id;
  return (
    <Rows title={words.referrals} none={words.nobody} hint={words.referralsHint}>
      {[
        ...counters.map(({ id, referrals }) => (
          <li key={id} data-referrals={id}>
            <b class="cell wide">{window(windowNumber(shown, id))}</b>
            <span class="cell">{words.referred(referrals)}</span>
          </li>
        )),
        ...heardOf(shown, 'ticket-referred', LAST).map(({ event, time, data }) => (
          <li key={event.key} data-referred={textOf(data.label)}>
            <TimeOfDay at={time} timeZone={shown.timeZone} />
            <b class="cell">{textOf(data.label)}</b>
            <span class="cell">{window(windowNumber(shown, textOf(data.counter)))}</span>
            <span>{reasonName(textOf(data.reason))}</span>
          </li>
        )),
      ]}
    </Rows>
  );
}
