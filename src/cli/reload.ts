import { type Millis, systemClock } from '../clock.ts';
import { EXIT, type ExitCode, type ProcessPort } from '../process.ts';
import { ANSWER_WITHIN, askForReload, doorIn } from './reload-door.ts';

/** Of the service; `systemctl reload` finds it in its environment. */
const SERVICE = '/run/lobbyd';

/**
 * `lobbyd reload`: the running daemon reads its files again, and this says what came of it.
 *
 * @param within how long it waits for the daemon, ms
 * @returns 0 the files are in force, 1 they are not and nothing was changed, 3 no daemon said so
 */
export async function reload(
  port: Pick<ProcessPort, 'environment' | 'err' | 'out' | 'outputReader'>,
  within: Millis = ANSWER_WITHIN,
): Promise<ExitCode> {
  const path = doorIn(port.environment.RUNTIME_DIRECTORY || SERVICE);
  const answer = await askForReload(
    path,
    systemClock(() => false),
    within,
  );
  if (answer.kind !== 'answered') {
    port.err(`lobbyd reload: ${silence(answer, path, within)}`);
    return EXIT.fault;
  }
  const { isInForce, lines } = answer.verdict;
  // Run by systemd it writes where the daemon's own log has these lines already.
  if (port.outputReader !== 'journald') for (const line of lines) (isInForce ? port.out : port.err)(line);
  return isInForce ? EXIT.ok : EXIT.problems;
}

type Silence = Exclude<Awaited<ReturnType<typeof askForReload>>, { readonly kind: 'answered' }>;

function silence(answer: Silence, path: string, within: Millis): string {
  switch (answer.kind) {
    case 'nobody':
      if (answer.code === 'EACCES') return `${path} is closed to this user; next: sudo lobbyd reload`;
      return `no daemon listens at ${path} (${answer.code}); next: systemctl restart lobbyd, which reads the files`;
    case 'ended':
      return 'the daemon ended before it said what came of it; next: systemctl status lobbyd';
    case 'late':
      return `the daemon has not said within ${within / 1_000} s what comes of it, and may still do it; next: journalctl -u lobbyd -n 20`;
  }
}
