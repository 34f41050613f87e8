import type { Clock } from '../../clock.ts';
import type { FarEnd } from './far-end.ts';
import { characterTime } from './line-time.ts';
import { type WirePair, wirePair } from './pair.ts';
import type { LineSettings, Wire } from './wire.ts';

/**
 * Puts a shared line with a speed of its own behind a pty or a socket, which have none: bytes take their time, all units
 * hear each other, and two that speak at once garble each other. The units attach to the pair.
 *
 * @param far where the daemon comes in
 */
export async function lineBehind(far: FarEnd, line: LineSettings, clock: Clock): Promise<WirePair> {
  const baud = 10_000 / characterTime(line);
  // A real timer may come a part of a millisecond early: a unit would answer while the question is still on the line.
  const late: Clock = { ...clock, after: (delay, run) => clock.after(Math.ceil(delay) + 1, run) };
  const pair = wirePair({ clock: late, name: far.address, baud, isShared: true });
  const opened = await pair.factory.open({ onBytes: (bytes) => far.send(bytes), onClosed() {} });
  const wire: Wire | null = opened.kind === 'open' ? opened.wire : null;
  far.onBytes((bytes) => void wire?.write(bytes));
  return pair;
}
