import type { Config } from '../config/config.ts';
import { messageOf } from '../errors.ts';
import type { BranchNews } from './branch-news.ts';
import type { DaemonChild } from './child.ts';
import type { DemoBroker } from './demo-broker.ts';
import { type FaultPlan, faultPlans } from './fault-list.ts';
import type { SlowDisk } from './slow-disk.ts';
import type { DaemonLife, FaultEnd, StagedFault, Words } from './stage.ts';
import type { Stand } from './stand.ts';
import { lostWords } from './words.ts';

/** What is broken by a fault that no emulator can do. */
export interface Victims {
  readonly child: Pick<DaemonChild, 'kill'>;
  /** Null: the daemon runs its own. */
  readonly broker: DemoBroker | null;
  readonly disk: SlowDisk;
}

export interface FaultsParts {
  readonly config: Config;
  /** Null until the emulators stand. */
  stand(): Stand | null;
  /** Null until the daemon is there. */
  victims(): Victims | null;
  readonly news: BranchNews;
  life(): DaemonLife;
  onChange(fault: StagedFault): void;
}

/** All that can be broken in the demo, and who breaks it. */
export interface Faults {
  all(): readonly StagedFault[];
  set(id: string, isOn: boolean): Promise<FaultEnd>;
  /** A person did something at a device by hand: some of it is a fault. */
  acted(device: string, action: string): void;
  /** Tells what has changed since the last look. */
  look(): void;
}

/** Nothing is broken yet. */
export function openFaults(parts: FaultsParts): Faults {
  return new FaultBench(parts);
}

class FaultBench implements Faults {
  readonly #parts: FaultsParts;
  readonly #plans: readonly FaultPlan[];
  /** Faults of which nothing that can be looked at tells. */
  readonly #on = new Set<string>();
  readonly #told = new Map<string, string>();

  constructor(parts: FaultsParts) {
    this.#parts = parts;
    this.#plans = faultPlans(parts.config);
  }

  all(): readonly StagedFault[] {
    return this.#plans.map((plan) => this.#staged(plan));
  }

  async set(id: string, isOn: boolean): Promise<FaultEnd> {
    const plan = this.#plans.find((each) => each.id === id);
    if (!plan) return { kind: 'unknown-fault', known: this.#plans.map((each) => each.id) };
    const why = this.#cannot(plan) ?? (await this.#do(plan, isOn).catch(wordsOf));
    this.look();
    return why === null ? { kind: 'done' } : { kind: 'cannot', why };
  }

  acted(device: string, action: string): void {
    for (const { id, how } of this.#plans) {
      if (how.kind !== 'act' || how.by !== device) continue;
      if (how.on === action) this.#on.add(id);
      if (how.off === action) this.#on.delete(id);
    }
    this.look();
  }

  look(): void {
    for (const fault of this.all()) {
      const text = JSON.stringify(fault);
      const before = this.#told.get(fault.id);
      this.#told.set(fault.id, text);
      if (before !== undefined && before !== text) this.#parts.onChange(fault);
    }
  }

  #staged(plan: FaultPlan): StagedFault {
    const { id, group, device, name, isMomentary } = plan;
    return {
      id,
      group,
      device,
      name,
      isMomentary,
      isOn: this.#isOn(plan),
      cannot: this.#cannot(plan),
      said: this.#said(plan),
    };
  }

  #isOn({ id, device, how }: FaultPlan): boolean {
    switch (how.kind) {
      case 'act':
        return seen(this.#parts.stand()?.hosts.get(how.by)?.view(how.by), how.on) ?? this.#on.has(id);
      case 'pull':
        return (
          this.#parts
            .stand()
            ?.wires.get(device ?? '')
            ?.isPlugged() === false
        );
      case 'broker':
        return this.#parts.victims()?.broker?.isRunning() === false;
      case 'disk':
        return this.#parts.victims()?.disk.isOn() ?? false;
      case 'kill':
        return false;
    }
  }

  #cannot({ how }: FaultPlan): Words | null {
    const victims = this.#parts.victims();
    if (!this.#parts.stand() || !victims) return STARTING;
    if (how.kind === 'broker' && !victims.broker) return NO_BROKER;
    return how.kind === 'disk' ? victims.disk.cannot : null;
  }

  async #do({ id, device, how }: FaultPlan, isOn: boolean): Promise<Words | null> {
    const stand = this.#parts.stand();
    const victims = this.#parts.victims();
    if (!stand || !victims) return STARTING;
    switch (how.kind) {
      case 'act':
        await stand.hosts.get(how.by)?.act(how.by, isOn ? how.on : how.off);
        if (isOn) this.#on.add(id);
        else this.#on.delete(id);
        return null;
      case 'pull':
        await stand.wires.get(device ?? '')?.[isOn ? 'pull' : 'plug']();
        return null;
      case 'broker':
        await (isOn ? victims.broker?.stop() : victims.broker?.start());
        return null;
      case 'disk':
        if (isOn) return victims.disk.start();
        await victims.disk.stop();
        return null;
      case 'kill':
        if (isOn) victims.child.kill();
        return null;
    }
  }

  #said({ device, how, sign }: FaultPlan): Words | null {
    const { news, life } = this.#parts;
    switch (how.kind) {
      case 'broker':
        return news.alerts.standing('broker')?.text ?? null;
      case 'disk':
        return (news.alerts.standing('disk') ?? news.alerts.standing('journal'))?.text ?? null;
      case 'kill': {
        const { state, text } = life();
        return state === 'running' ? null : (news.alerts.standing('daemon')?.text ?? { 'zh-CN': text, en: text });
      }
      default:
        return saidOf(news, device ?? '', sign);
    }
  }
}

function wordsOf(caught: unknown): Words {
  const text = messageOf(caught);
  return { 'zh-CN': `未成功：${text}`, en: text };
}

/** What the device's own health says of it. */
function saidOf(news: BranchNews, device: string, sign: readonly string[]): Words | null {
  const raised = sign
    .map((condition) => news.alerts.standing(`${condition}/${device}`))
    .find((alert) => alert !== null);
  if (raised) return raised.text;
  const health = news.health(device);
  const isAway = sign.includes('lost') && health?.reason && health.state !== 'running';
  return isAway && health.reason ? lostWords(device, health.reason) : null;
}

/** What can be seen at a printer; null: at this device nothing can be seen of it. */
function seen(view: unknown, action: string): boolean | null {
  if (typeof view !== 'object' || view === null || !('paper' in view)) return null;
  const { paper, isCoverOpen, isMute } = view as { paper: unknown; isCoverOpen?: unknown; isMute?: unknown };
  if (action === 'paper low' || action === 'paper out') return paper === action.slice('paper '.length);
  if (action === 'cover open') return isCoverOpen === true;
  return action === 'mute on' ? isMute === true : null;
}

const STARTING: Words = { 'zh-CN': '演示正在启动', en: 'the demo is starting' };
const NO_BROKER: Words = {
  'zh-CN': '守护进程自带服务器，随其启停；apt install mosquitto 后重新启动演示（不加 --broker own）',
  en: 'the daemon runs its own broker: apt install mosquitto, and start the demo again without --broker own',
};
