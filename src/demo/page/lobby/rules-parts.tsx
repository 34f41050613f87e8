import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { FilesWish, RuleWish, StagedAnswer, StagedFiles } from '../../stage.ts';
import type { Shown } from '../state.ts';
import { useTexts } from '../texts.ts';
import { Pick, Press } from './parts.tsx';
import { WORDS } from './rules-words.ts';
import { useWords } from './words.ts';

/** What each prepared change is drawn from. */
export interface RowProps {
  readonly shown: Shown;
  readonly isOff: boolean;
  /** Writes a wish to the files. */
  change(wish: FilesWish): void;
}

interface WriteRowProps {
  readonly title: string;
  readonly isOff: boolean;
  /** What is in force now, and what to write instead. */
  readonly children: readonly [ComponentChildren, ...ComponentChildren[]];
  onWrite(): void;
}

/** One prepared change. */
export function Row({ title, isOff, children: [now, ...picks], onWrite }: WriteRowProps) {
  const { write } = useWords(WORDS);
  return (
    <li class="change">
      <span class="cell wide">
        <b>{title}</b>
        <span class="now">{now}</span>
      </span>
      <span class="acts">
        {picks}
        <Press cap={write} about={title} isOff={isOff} onPress={onWrite} />
      </span>
    </li>
  );
}

/** A value to try: its key, what it is called, and the wish. */
type Option = readonly [key: string, text: string, wish: RuleWish];

interface OptionRowProps extends RowProps {
  readonly title: string;
  /** What is in force, and as which thing it is marked. */
  readonly now: string;
  readonly thing: string;
  readonly options: readonly Option[];
  /** Whom the value is for, to choose first. */
  readonly whom?: readonly [label: string, value: string, options: readonly (readonly [string, string])[]];
  onWhom?(value: string): void;
}

/** One rule, with a choice of its values: at first one that is not in force. */
export function OptionRow({ title, now, thing, options, whom, onWhom, isOff, change }: OptionRowProps) {
  const [picked, setPicked] = useState((options.find(([, text]) => text !== now) ?? options[0])?.[0] ?? '');
  const write = (): void => {
    const [, , wish] = options.find(([key]) => key === picked) ?? [];
    if (wish) change({ kind: 'rule', wish });
  };
  return (
    <Row title={title} isOff={isOff} onWrite={write}>
      <span data-in-force={thing}>{now}</span>
      {whom && <Pick label={whom[0]} value={whom[1]} options={whom[2]} onPick={(value) => onWhom?.(value)} />}
      <Pick label={title} value={picked} options={options.map(([key, text]) => [key, text])} onPick={setPicked} />
    </Row>
  );
}

/** In Chinese what it means; in any language what lobbyd wrote, with file and line, for the technician. */
function Said({ answer }: { answer: StagedAnswer }) {
  const words = useWords(WORDS);
  const { language } = useTexts();
  return (
    <>
      {language === 'zh-CN' && (
        <>
          <ul class="told">
            {answer.chinese.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <p class="hint">{words.exact}</p>
        </>
      )}
      <pre lang="en">{answer.lines.join('\n')}</pre>
    </>
  );
}

/** What came of the last reload. */
export function Answer({ files: { answer }, isWorking }: { files: StagedFiles; isWorking: boolean }) {
  const words = useWords(WORDS);
  const box = useRef<HTMLElement>(null);
  const first = useRef(answer);
  useEffect(() => {
    // On a narrow screen it stands below what was pressed.
    if (answer !== first.current) box.current?.scrollIntoView({ block: 'nearest' });
  }, [answer]);
  return (
    <section class="rows why beside" aria-label={words.answer} ref={box}>
      <h3>{words.answer}</h3>
      <div role="status">
        {isWorking && <p class="hint">{words.working}</p>}
        {!isWorking && answer === null && <p class="hint">{words.none}</p>}
        {!isWorking && answer !== null && (
          <>
            <p data-reload={answer.isInForce ? 'in-force' : 'not-in-force'}>
              <span class={`mark-${answer.isInForce ? 'done' : 'not'}`} aria-hidden="true">
                {answer.isInForce ? '✓ ' : '✗ '}
              </span>
              <b>{answer.isInForce ? words.inForce : words.notInForce}</b>
            </p>
            <Said answer={answer} />
          </>
        )}
      </div>
    </section>
  );
}
