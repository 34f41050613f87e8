import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/**
 * A value in a frame of its own, after the one in which it came was painted: what takes long to draw keeps nobody from
 * seeing what does not.
 *
 * @param after at least so long after it came, ms; the newest is given then, whatever came meanwhile
 */
export function useLate<T extends object>(value: T, after = 0): T {
  const [late, setLate] = useState(value);
  const newest = useRef(value);
  newest.current = value;
  const timer = useRef<number | null>(null);
  // An effect after the paint would ask for a frame of its own to run in.
  useLayoutEffect(() => {
    if (newest.current === late) return;
    timer.current ??= setTimeout(() => {
      timer.current = null;
      setLate(newest.current);
    }, after);
  });
  useLayoutEffect(() => () => clearTimeout(timer.current ?? undefined), []);
  return late;
}
