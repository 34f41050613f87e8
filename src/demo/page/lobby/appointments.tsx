import { useState } from 'preact/hooks';
import { named, useTexts } from '../texts.ts';
import { Do, Minutes, Pick, Rows, TimeOfDay, Write } from './parts.tsx';
import { stateOf } from './reading.ts';
import type { LobbyProps, LobbySection } from './section.ts';
import { useWords } from './words.ts';

const WORDS = {
  'zh-CN': {
    book: '预约',
    newOne: '新预约',
    reference: '预约号',
    service: '业务',
    when: '时间',
    inMinutes: (count: number) => (count === 0 ? '现在' : `${count} 分钟后`),
    all: '预约',
    none: '没有预约',
    more: (count: number) => `共 ${count} 个`,
    ahead: '还有',
    late: '已过',
    checkIn: '签到',
    cancel: '取消',
  },
  en: {
    book: 'Book',
    newOne: 'New appointment',
    reference: 'Reference',
    service: 'Service',
    when: 'When',
    inMinutes: (count: number) => (count === 0 ? 'now' : `in ${count} min`),
    all: 'Appointments',
    none: 'No appointment',
    more: (count: number) => `${count} in all`,
    ahead: 'in',
    late: 'late by',
    checkIn: 'Check in',
    cancel: 'Cancel',
  },
};
const MINUTE = 60_000;
/** Minutes until the appointment. */
const WHEN = [0, 5, 15, 30, 60, 120];

/** Who is expected at a time. */
export const appointments: LobbySection = {
  id: 'appointments',
  title: { 'zh-CN': '预约', en: 'Appointments' },
  Body: Appointments,
};

function Appointments({ shown, now, isOff }: LobbyProps) {
  const words = useWords(WORDS);
  const { language } = useTexts();
  const state = stateOf(shown, 'appointments');
  const names = new Map(shown.hall.services.map(({ id, name }) => [id, named(name, language)]));
  const count = state?.count ?? 0;
  return (
    <>
      <Book names={names} now={now} isOff={isOff} />
      <Rows title={words.all} none={words.none} {...(count === 0 ? {} : { hint: words.more(count) })}>
        {(state?.next ?? []).map(({ reference, service, time }) => {
          const at = Date.parse(time);
          return (
            <li key={reference} data-appointment={reference}>
              <TimeOfDay at={at} timeZone={shown.timeZone} />
              <b class="cell">{reference}</b>
              <span class="cell wide">{names.get(service) ?? service}</span>
              <span class="cell">
                {`${at < now ? words.late : words.ahead} `}
                <Minutes span={Math.abs(at - now)} />
              </span>
              <span class="acts">
                <Do
                  command="check-in"
                  wish={{ reference, language, handover: 'paper' }}
                  cap={words.checkIn}
                  about={reference}
                  isOff={isOff}
                />
                <Do
                  command="cancel-appointment"
                  wish={{ reference }}
                  cap={words.cancel}
                  about={reference}
                  isOff={isOff}
                />
              </span>
            </li>
          );
        })}
      </Rows>
    </>
  );
}

interface BookProps {
  readonly names: ReadonlyMap<string, string>;
  readonly now: number;
  readonly isOff: boolean;
}

function Book({ names, now, isOff }: BookProps) {
  const words = useWords(WORDS);
  const [reference, setReference] = useState('R-1001');
  const [service, setService] = useState('');
  const [minutes, setMinutes] = useState('15');
  const chosen = service === '' ? ([...names.keys()][0] ?? '') : service;
  // Whole minutes of the wall, as people say times.
  const time = new Date(Math.floor((now + Number(minutes) * MINUTE) / MINUTE) * MINUTE).toISOString();
  return (
    <section class="asks" aria-label={words.newOne}>
      <Write label={words.reference} value={reference} size={10} onWrite={setReference} />
      <Pick label={words.service} value={chosen} options={[...names]} onPick={setService} />
      <Pick
        label={words.when}
        value={minutes}
        options={WHEN.map((count) => [String(count), words.inMinutes(count)])}
        onPick={setMinutes}
      />
      <Do
        command="book"
        wish={{ reference: reference.trim(), service: chosen, time }}
        cap={words.book}
        about={reference.trim()}
        isOff={isOff || reference.trim() === ''}
        onEnd={(end) => {
          if (end?.kind === 'done') setReference(after(reference));
        }}
      />
    </section>
  );
}

/** The next reference: its last number and one. */
function after(reference: string): string {
  return reference.trim().replace(/\d+$/, (digits) => String(Number(digits) + 1).padStart(digits.length, '0'));
}
