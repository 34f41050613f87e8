/** Requests whose answers are remembered; the oldest is forgotten first. */
const REMEMBERED = 256;

/**
 * Makes posts happen once: a request that was sent again gets the first answer again, also while the first is under way.
 *
 * @returns runs `run`, unless the request is known; without a request it always does
 */
export function onceEach<T>(): (request: string | undefined, run: () => Promise<T>) => Promise<T> {
  const answers = new Map<string, Promise<T>>();
  return (request, run) => {
    if (request === undefined) return run();
    const known = answers.get(request);
    if (known) return known;
    const answer = run();
    answers.set(request, answer);
    // What failed was not done: it may be tried again.
    answer.catch(() => answers.delete(request));
    const [oldest] = answers.keys();
    if (answers.size > REMEMBERED && oldest !== undefined) answers.delete(oldest);
    return answer;
  };
}
