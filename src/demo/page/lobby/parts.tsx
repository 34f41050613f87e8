import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { CommandEnd, CommandName, CommandWish } from '../../stage.ts';
import type { Shown } from '../state.ts';
import { useTexts } from '../texts.ts';
import { timesIn } from '../times.ts';
import { useAsk } from './ask.ts';
import { issuedLabels } from './reading.ts';
import { FRAME, useWords } from './words.ts';

interface DoProps<N extends CommandName> {
  readonly command: N;
  readonly wish: CommandWish<N>;
  /** What is written on it. */
  readonly cap: string;
  /** What it is about, for who does not see its place: `A012`. */
  readonly about: string;
  /** It cannot be pressed now. */
  readonly isOff: boolean;
  onEnd?(end: CommandEnd | null): void;
}

/** A button that gives the daemon a command. */
export function Do<N extends CommandName>({ command, wish, cap, about, isOff, onEnd }: DoProps<N>) {
  const ask = useAsk();
  const give = (): void => void ask(`${cap}: ${about}`, command, wish).then((end) => onEnd?.(end));
  return <Press cap={cap} about={about} isOff={isOff} onPress={give} />;
}

/** A button of the drawer. */
export function Press({ cap, about, isOff, onPress }: Pick<DoProps<never>, 'cap' | 'about' | 'isOff'> & Pressed) {
  return (
    <button
      type="button"
      class="do"
      aria-label={`${cap}: ${about}`}
      aria-disabled={isOff}
      onClick={() => {
        if (!isOff) onPress();
      }}
    >
      {cap}
    </button>
  );
}

interface Pressed {
  onPress(): void;
}

interface RowsProps {
  readonly title: string;
  /** Rows whose cells stand below each other: the name of their columns in the style. */
  readonly columns?: string;
  /** Said when there is no row. */
  readonly none: string;
  readonly hint?: string;
  readonly children: readonly ComponentChildren[];
}

/** A titled list, one row a thing. */
export function Rows({ title, columns, none, hint, children }: RowsProps) {
  return (
    <section class={columns === undefined ? 'rows' : `rows columns ${columns}`} aria-label={title}>
      <h3>
        {title} {hint !== undefined && <small>{hint}</small>}
      </h3>
      {children.length === 0 ? <p class="hint">{none}</p> : <ul>{children}</ul>}
    </section>
  );
}

/** A time of day in the branch; nothing where none is known. */
export function TimeOfDay({ at, timeZone }: { at: number | null; timeZone: string }) {
  return at === null ? null : <time>{timesIn(timeZone).short(at)}</time>;
}

/** A time span in whole minutes, rounded down. */
export function Minutes({ span }: { span: number }) {
  const { minutes } = useWords(FRAME);
  return <>{minutes(Math.max(0, Math.floor(span / 60_000)))}</>;
}

interface PickProps {
  readonly label: string;
  readonly value: string;
  /** Value and text. */
  readonly options: readonly (readonly [string, string])[];
  onPick(value: string): void;
}

/** A choice. What it is for is done by a button beside it; at an emulated thing it is the thing's own. */
export function Pick({ label, value, options, onPick }: PickProps) {
  return (
    <select aria-label={label} value={value} onChange={({ currentTarget }) => onPick(currentTarget.value)}>
      {options.map(([key, text]) => (
        <option key={key} value={key}>
          {text}
        </option>
      ))}
    </select>
  );
}

interface WriteProps {
  readonly label: string;
  readonly value: string;
  readonly size: number;
  readonly list?: string;
  onWrite(value: string): void;
}

/** A line to write in. */
export function Write({ label, value, size, list, onWrite }: WriteProps) {
  const { language } = useTexts();
  return (
    <label class="write">
      {label}
      <input
        value={value}
        size={size}
        list={list}
        autocomplete="off"
        spellcheck={false}
        lang={language}
        onInput={({ currentTarget }) => onWrite(currentTarget.value)}
      />
    </label>
  );
}

interface NumberProps extends Pick<WriteProps, 'label' | 'value' | 'onWrite'> {
  readonly shown: Pick<Shown, 'events'>;
}

/** A number of a ticket, to write or to choose from those that were issued. */
export function NumberOfTicket({ shown, ...write }: NumberProps) {
  const id = useId();
  return (
    <>
      <Write {...write} size={6} list={id} />
      <datalist id={id}>
        {issuedLabels(shown).map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </>
  );
}
