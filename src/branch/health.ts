import type { ConditionCode, DeviceHealth } from '../devices/kinds.ts';
import type { Draft } from '../journal/store.ts';
import type { Actor } from '../queue/commands.ts';

/** What devices went through, as the journal keeps it in the stream `device`. */
export type DeviceEvent =
  /** What was told of the devices before is void: each tells anew what it goes through. The first of every start. */
  | {
      readonly type: 'daemon-started';
      /** Whose journal it is: the id of the branch. Left out in journals of before it was written down. */
      readonly branch?: string | undefined;
      /** Times that branch time ran as fast as the world in this run: a training. Left out: it ran with the world. */
      readonly branchSpeed?: number | undefined;
    }
  | { readonly type: 'device-running'; readonly device: string; readonly detail: string | null }
  | { readonly type: 'device-lost'; readonly device: string; readonly reason: string }
  | { readonly type: 'condition-raised'; readonly device: string; readonly condition: ConditionCode }
  | { readonly type: 'condition-cleared'; readonly device: string; readonly condition: ConditionCode }
  /** A person has asked a printer for a test slip; how it went stands in the log. */
  | { readonly type: 'test-print-asked'; readonly device: string; readonly actor: Actor }
  /** The journal could not be written for a while. Nobody could write that down then: it is told when it is over. */
  | { readonly type: 'disk-trouble'; readonly device: 'journal'; readonly code: string; readonly since: number };

/** Version of the shape of every {@link DeviceEvent}. */
export const DEVICE_EVENT_VERSION = 1;

/**
 * What changed between two healths of one device that is worth keeping: up, down, conditions. Pure.
 * A device that never ran and cannot be opened is lost once, however often it is tried.
 *
 * @param before the health that was reported last, null at the first report
 */
export function healthEvents(before: DeviceHealth | null, after: DeviceHealth): readonly DeviceEvent[] {
  const events: DeviceEvent[] = [];
  const { device } = after;
  const wasRunning = before?.state === 'running';
  if (after.state === 'running' && !wasRunning) events.push({ type: 'device-running', device, detail: after.reason });
  if (after.state === 'backing-off' && before?.state !== 'backing-off' && !wasLost(before)) {
    events.push({ type: 'device-lost', device, reason: after.reason ?? 'no answer' });
  }
  const old = new Set(before?.conditions);
  for (const condition of after.conditions) {
    if (!old.delete(condition)) events.push({ type: 'condition-raised', device, condition });
  }
  for (const condition of old) events.push({ type: 'condition-cleared', device, condition });
  return events;
}

/** Between two tries a lost device is opening or identifying, with the reason of the loss still standing. */
function wasLost(before: DeviceHealth | null): boolean {
  return before !== null && before.state !== 'running' && before.reason !== null;
}

/** A device event as a draft for the journal. */
export function deviceDraft(event: DeviceEvent, time: Pick<Draft, 'at' | 'offset' | 'isTrusted'>): Draft {
  const { type, ...body } = event;
  return { stream: 'device', type, version: DEVICE_EVENT_VERSION, ...time, body };
}
