import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { type Alerts, openAlerts } from './alerts.ts';
import type { DaemonLife, StagedAlert, StagedHealth } from './stage.ts';
import { ABOUT, conditionWords, loggedWords, lostWords } from './words.ts';

export interface BranchNewsParts {
  readonly clock: Clock;
  onHealth(health: StagedHealth): void;
  onAlert(alert: StagedAlert): void;
}

/** What the branch says of itself: its device states on MQTT, its log, the life of its process. */
export interface BranchNews {
  /** A retained state, `device/printer1`. */
  state(thing: string, state: unknown): void;
  /** A line of the daemon's log. */
  logged(line: string): void;
  lives(life: DaemonLife): void;
  /** Whether some keypad says WAIT: its press is not on disk yet. */
  waits(isWaiting: boolean): void;
  /** Something came from the daemon by way of the broker. */
  reached(): void;
  health(device: string): StagedHealth | null;
  healths(): readonly StagedHealth[];
  readonly alerts: Alerts;
}

const DEVICE = z.object({
  device: z.string(),
  state: z.enum(['closed', 'opening', 'identifying', 'running', 'backing-off']),
  reason: z.string().nullable(),
  conditions: z.array(z.string()),
});
const LOGGED = z.looseObject({ level: z.string(), msg: z.string(), code: z.string() });

/** Nothing is known yet. */
export function branchNews({ clock, onHealth, onAlert }: BranchNewsParts): BranchNews {
  const healths = new Map<string, StagedHealth>();
  const alerts = openAlerts(clock, onAlert);
  const hear = (told: z.infer<typeof DEVICE>): void => {
    const health: StagedHealth = { ...told, since: clock.wall() };
    if (isSame(healths.get(told.device), health)) return;
    healths.set(told.device, health);
    alertOfHealth(alerts, health);
    onHealth(health);
  };
  return {
    alerts,
    health: (device) => healths.get(device) ?? null,
    healths: () => [...healths.values()],
    state(thing, state) {
      const told = thing.startsWith('device/') ? DEVICE.safeParse(state).data : undefined;
      if (told) hear(told);
    },
    logged(line) {
      if (!line.includes('"code"')) return;
      const told = LOGGED.safeParse(jsonOf(line)).data;
      if (told) alertOfLog(alerts, told);
    },
    lives(life) {
      // A daemon that starts knows of no trouble yet, and says anew what it finds.
      if (life.state === 'starting')
        alerts.clearAll(({ code }) => code === 'broker-away' || code === 'journal-trouble');
      const text = { 'zh-CN': '守护进程已停止', en: life.text };
      if (life.state === 'stopped') alerts.raise({ id: 'daemon', device: null, code: 'daemon-gone', text });
      if (life.state === 'running') alerts.clear('daemon');
    },
    waits(isWaiting) {
      const text = ABOUT.slowDisk;
      if (isWaiting) alerts.raise({ id: 'disk', device: null, code: 'disk-slow', text });
      else alerts.clear('disk');
    },
    reached: () => alerts.clear('broker'),
  };
}

function isSame(one: StagedHealth | undefined, other: StagedHealth): boolean {
  if (!one || one.state !== other.state || one.reason !== other.reason) return false;
  return one.conditions.join() === other.conditions.join();
}

function alertOfHealth(alerts: Alerts, { device, state, reason, conditions }: StagedHealth): void {
  const lost = `lost/${device}`;
  // Between two tries it is being opened, and the reason of its loss still stands.
  if (state === 'running' || state === 'closed') alerts.clear(lost);
  else if (reason !== null) alerts.raise({ id: lost, device, code: 'device-lost', text: lostWords(device, reason) });
  for (const condition of conditions) {
    const text = conditionWords(device, condition);
    alerts.raise({ id: `${condition}/${device}`, device, code: condition, text });
  }
  alerts.clearAll(
    (alert) => alert.device === device && alert.code !== 'device-lost' && !conditions.includes(alert.code),
  );
}

/** A warning of these rooms begins something, and information with the same code ends it. */
function alertOfLog(alerts: Alerts, { level, msg, code }: z.infer<typeof LOGGED>): void {
  const id = code.startsWith('mqtt/') ? 'broker' : code.startsWith('journal/') ? 'journal' : null;
  if (id === null || code === 'mqtt/unsteady' || code === 'mqtt/withheld') return;
  if (level === 'info') alerts.clear(id);
  else {
    const text = loggedWords(ABOUT[id], msg);
    alerts.raise({ id, device: null, code: id === 'broker' ? 'broker-away' : 'journal-trouble', text });
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
