import type { TargetedKeyboardEvent } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { useTexts } from './texts.ts';

/** A key of a pad. */
export interface Key {
  /** What the pad calls it. */
  readonly name: string;
  /** What is written on it. */
  readonly cap: string;
}

interface KeysProps {
  /** What the keys are, for who does not see them. */
  readonly label: string;
  readonly kind: 'digits' | 'words';
  readonly keys: readonly Key[];
  readonly isOff: boolean;
  onPress(key: string): void;
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Keys that are one stop of the tab key: arrows go from key to key, digits press the digit keys. */
export function Keys({ label, kind, keys, isOff, onPress }: KeysProps) {
  const t = useTexts();
  const [current, setCurrent] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const steer = (event: TargetedKeyboardEvent<HTMLDivElement>): void => {
    const buttons = [...(box.current?.querySelectorAll('button') ?? [])];
    const arrow = ARROWS[event.key];
    const next = arrow ? neighbour(buttons, current, arrow) : keys.findIndex(({ name }) => name === event.key);
    if (next < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    setCurrent(next);
    buttons[next]?.focus();
    if (!arrow && !isOff) onPress(event.key);
  };
  return (
    <div class={`keys ${kind}`} role="toolbar" aria-label={label} ref={box} onKeyDown={steer}>
      {keys.map(({ name, cap }, index) => (
        <button
          key={name}
          type="button"
          class={`key key-${name}`}
          tabIndex={index === current ? 0 : -1}
          aria-label={cap === (t.keys[name] ?? name) ? undefined : (t.keys[name] ?? name)}
          aria-disabled={isOff}
          onFocus={() => setCurrent(index)}
          onClick={() => {
            if (!isOff) onPress(name);
          }}
        >
          {cap}
        </button>
      ))}
    </div>
  );
}

/** The nearest key in a direction, or the same one at the edge. */
function neighbour(buttons: readonly HTMLElement[], from: number, [right, down]: readonly [number, number]): number {
  const middle = (button: HTMLElement | undefined): readonly [number, number] => {
    const { left = 0, top = 0, width = 0, height = 0 } = button?.getBoundingClientRect() ?? {};
    return [left + width / 2, top + height / 2];
  };
  const [x, y] = middle(buttons[from]);
  let best = from;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, button] of buttons.entries()) {
    const [otherX, otherY] = middle(button);
    const ahead = (otherX - x) * right + (otherY - y) * down;
    const aside = Math.abs((otherX - x) * down) + Math.abs((otherY - y) * right);
    if (ahead > 1 && ahead + 3 * aside < least) {
      least = ahead + 3 * aside;
      best = index;
    }
  }
  return best;
}
