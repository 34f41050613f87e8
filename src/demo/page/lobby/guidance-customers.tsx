import { useState } from 'preact/hooks';
import type { CommandEnd } from '../../stage.ts';
import { named, useTexts } from '../texts.ts';
import { Do, NumberOfTicket, Pick, Rows, TimeOfDay } from './parts.tsx';
import { heardOf, serviceName, stateOf, textOf } from './reading.ts';
import type { LobbyProps } from './section.ts';
import { useWords } from './words.ts';

const WORDS = {
  'zh-CN': {
    screen: '平板上的客户',
    screenHint: '与取号机同样的提问',
    service: '业务',
    number: '取号',
    question: (machine: string) => `${machine}也可办理，排队人少。去机具，还是仍要取号？`,
    take: '去机具',
    insist: '仍要取号',
    papers: '客户资料',
    papersHint: '叫号规则可优先资料齐全的客户',
    label: '号码',
    ready: '齐全',
    missing: '不全',
    unseen: '未看',
    last: { true: '资料齐全', false: '资料不全', null: '资料未看' },
  },
  en: {
    screen: 'A customer at a tablet',
    screenHint: 'is asked what the kiosk asks',
    service: 'Service',
    number: 'Number',
    question: (machine: string) => `${machine} does it as well, and few stand there. The machine, or a number?`,
    take: 'Goes to the machine',
    insist: 'Wants a number',
    papers: 'Papers of a customer',
    papersHint: 'calling rules may prefer those whose papers are ready',
    label: 'Number',
    ready: 'Ready',
    missing: 'Missing',
    unseen: 'Not seen',
    last: { true: 'papers ready', false: 'papers missing', null: 'papers not seen' },
  },
};
const LAST = 4;

interface Offer {
  readonly service: string;
  readonly machine: string;
}

/** A customer who asks for a number on an app or a tablet: a machine may be offered instead, as at the kiosk. */
export function AtScreen({ shown, isOff }: LobbyProps) {
  const words = useWords(WORDS);
  const { language } = useTexts();
  const machines = stateOf(shown, 'diversion')?.machines ?? [];
  const services = [...new Set(machines.flatMap((machine) => machine.services))];
  const [chosen, setChosen] = useState('');
  const [offer, setOffer] = useState<Offer | null>(null);
  const service = chosen === '' ? (services[0] ?? '') : chosen;
  if (services.length === 0) return null;
  const name = (id: string): string => serviceName(shown, id, language);
  const wish = { service, language, handover: 'paper' } as const;
  return (
    <Rows title={words.screen} none="" hint={words.screenHint}>
      <li class="asks">
        <Pick
          label={words.service}
          value={service}
          options={services.map((id) => [id, name(id)])}
          onPick={(id) => {
            setChosen(id);
            setOffer(null);
          }}
        />
        <Do
          command="issue"
          wish={wish}
          cap={words.number}
          about={name(service)}
          isOff={isOff}
          onEnd={(end) => setOffer(offerOf(end, service))}
        />
      </li>
      {offer && <Question shown={shown} isOff={isOff} offer={offer} onEnd={() => setOffer(null)} />}
    </Rows>
  );
}

function offerOf(end: CommandEnd | null, service: string): Offer | null {
  if (end?.kind !== 'refused' || end.code !== 'machine-better') return null;
  return { service, machine: textOf(end.about.machine) };
}

interface QuestionProps extends Pick<LobbyProps, 'shown' | 'isOff'> {
  readonly offer: Offer;
  onEnd(): void;
}

function Question({ shown, isOff, offer, onEnd }: QuestionProps) {
  const words = useWords(WORDS);
  const { language } = useTexts();
  const { service, machine } = offer;
  const names = stateOf(shown, 'diversion')?.machines.find((each) => each.machine === machine)?.names ?? {};
  const name = named(names, language) || machine;
  const about = serviceName(shown, service, language);
  return (
    <li class="asks" data-offer={machine}>
      <span class="cell wide">{words.question(name)}</span>
      <Do
        command="take-machine"
        wish={{ service, machine }}
        cap={words.take}
        about={name}
        isOff={isOff}
        onEnd={onEnd}
      />
      <Do
        command="issue"
        wish={{ service, language, handover: 'paper', insists: true }}
        cap={words.insist}
        about={about}
        isOff={isOff}
        onEnd={onEnd}
      />
    </li>
  );
}

/** The lobby manager looks at papers of somebody who waits. */
export function Papers({ shown, isOff }: LobbyProps) {
  const words = useWords(WORDS);
  const [written, setWritten] = useState('');
  const label = written.trim().toUpperCase();
  const marks = [
    [true, words.ready],
    [false, words.missing],
    [null, words.unseen],
  ] as const;
  return (
    <Rows title={words.papers} none="" hint={words.papersHint}>
      <li class="asks">
        <NumberOfTicket label={words.label} value={written} shown={shown} onWrite={setWritten} />
        {marks.map(([ready, cap]) => (
          <Do
            key={cap}
            command="mark-papers"
            wish={{ label, ready }}
            cap={cap}
            about={label || words.label}
            isOff={isOff || label === ''}
          />
        ))}
      </li>
      {heardOf(shown, 'ticket-papers-marked', LAST).map(({ event, time, data }) => (
        <li key={event.key} data-papers={textOf(data.label)}>
          <TimeOfDay at={time} timeZone={shown.timeZone} />
          <b class="cell">{textOf(data.label)}</b>
          <span>{words.last[`${data.ready as boolean | null}`]}</span>
        </li>
      ))}
    </Rows>
  );
}
