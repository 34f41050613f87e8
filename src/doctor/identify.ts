import { type Clock, type Millis, seconds, type Timer } from '../clock.ts';
import type { DriverContext, Link, LinkReport, WireDevice } from '../devices/driver.ts';
import type { ConditionCode, DeviceKind } from '../devices/kinds.ts';
import { silentLog } from '../devices/log.ts';
import type { Wire, WireFactory } from '../devices/wire/wire.ts';
import { messageOf } from '../errors.ts';

/** What became of the question who is there. */
export interface Answer {
  /** Why there was none; null: it answered as it should. */
  readonly reason: string | null;
  /** What it said. */
  readonly detail: string;
  /** What it reports of itself. */
  readonly conditions: readonly ConditionCode[];
}

/** What {@link identify} needs. */
export interface IdentifyParts {
  readonly device: string;
  readonly clock: Clock;
  readonly wires: WireFactory;
  /** Opens the driver: `(context) => definition.open(settings, context)`. */
  open(context: DriverContext): Promise<WireDevice<DeviceKind>>;
}

/** A device must answer within this time; drivers ask more than once in it. */
const LIMIT: Millis = seconds(4);

/**
 * Asks a device with a wire of its own who it is, and ends the wire. Once it has answered nothing more is sent: what a
 * driver does next (set up, paint, clear) is the daemon's to do. Never rejects.
 */
export async function identify({ device, clock, wires, open }: IdentifyParts): Promise<Answer> {
  const conditions = new Set<ConditionCode>();
  const answer = (reason: string | null, detail: string): Answer => ({ reason, detail, conditions: [...conditions] });
  try {
    const driver = await open({
      device,
      clock,
      log: silentLog,
      condition: (code, isRaised) => void (isRaised ? conditions.add(code) : conditions.delete(code)),
    });
    const { reason, detail } = await converse(driver, wires, clock);
    // Before the driver closes, which takes its conditions back.
    const told = answer(reason, detail);
    await driver.close();
    return told;
  } catch (caught) {
    return answer(`its driver failed: ${messageOf(caught)}`, '');
  }
}

interface Word {
  readonly reason: string | null;
  readonly detail: string;
}

async function converse(driver: WireDevice<DeviceKind>, wires: WireFactory, clock: Clock): Promise<Word> {
  const life: { link: Link | null; isMute: boolean } = { link: null, isMute: false };
  let timer: Timer | null = null;
  let say: (word: Word) => void = () => {};
  const said = new Promise<Word>((resolve) => {
    say = resolve;
    timer = clock.after(LIMIT, () => resolve({ reason: `no answer within ${LIMIT} ms`, detail: '' }));
  });
  const end = await wires.open({
    onBytes: (bytes) => life.link?.onBytes(bytes),
    onClosed(reason) {
      say({ reason: reason.kind === 'ours' ? 'the wire was closed' : reason.detail, detail: '' });
    },
  });
  if (end.kind === 'refused') say({ reason: end.reason.detail, detail: '' });
  const report: LinkReport = {
    identified(detail) {
      life.isMute = true;
      say({ reason: null, detail });
    },
    lost: (reason) => say({ reason, detail: '' }),
  };
  try {
    if (end.kind === 'open') life.link = driver.begin(mutable(end.wire, life), report);
    return await said;
  } finally {
    (timer as Timer | null)?.cancel();
    if (end.kind === 'open') await end.wire.close();
  }
}

function mutable(wire: Wire, life: { readonly isMute: boolean }): Wire {
  return {
    name: wire.name,
    close: () => wire.close(),
    write: (bytes) => (life.isMute ? Promise.resolve({ kind: 'written' }) : wire.write(bytes)),
  };
}
