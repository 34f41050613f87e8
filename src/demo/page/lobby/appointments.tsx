import { useState } from 'preact/hooks';
import type { StatePayload } from '../../stage.ts';
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
    asBooked: '按预约业务',
    choose: '改办业务',
    instead: '签到办理',
    gone: '已不办理',
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
    asBooked: 'as booked',
    choose: 'another service',
    instead: 'Service at check-in',
    gone: 'no longer offered',
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
        {(state?.next ?? []).map((booking) => (
          <Booking key={booking.reference} shown={shown} names={names} now={now} isOff={isOff} booking={booking} />
        ))}
      </Rows>
    </>
  );
}

interface BookProps {
  readonly names: ReadonlyMap<string, string>;
  readonly now: number;
  readonly isOff: boolean;
}

interface BookingProps extends BookProps, Pick<LobbyProps, 'shown'> {
  readonly booking: StatePayload<'appointments'>['next'][number];
}

/** Somebody who is expected. Where the branch does not do any more what was booked, staff say what it is to be. */
function Booking({ shown, names, now, isOff, booking }: BookingProps) {
  const words = useWords(WORDS);
  const { language } = useTexts();
  const [instead, setInstead] = useState('');
  const { reference, service, time, isServiceGone = false } = booking;
  const at = Date.parse(time);
  const other = instead === '' ? {} : { service: instead };
  return (
    <li data-appointment={reference}>
      <TimeOfDay at={at} timeZone={shown.timeZone} />
      <b class="cell">{reference}</b>
      <span class="cell wide">
        {names.get(service) ?? service}
        {isServiceGone && <small class="over-target">{words.gone}</small>}
      </span>
      <span class="cell">
        {`${at < now ? words.late : words.ahead} `}
        <Minutes span={Math.abs(at - now)} />
      </span>
      <span class="acts">
        <Pick
          label={`${words.instead}: ${reference}`}
          value={instead}
          options={[['', isServiceGone ? words.choose : words.asBooked], ...names]}
          onPick={setInstead}
        />
        <Do
          command="check-in"
          wish={{ reference, language, handover: 'paper', ...other }}
          cap={words.checkIn}
          about={reference}
          isOff={isOff || (isServiceGone && instead === '')}
        />
        <Do command="cancel-appointment" wish={{ reference }} cap={words.cancel} about={reference} isOff={isOff} />
      </span>
    </li>
  );
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
