import { nearest } from '../../config/problems.ts';
import type { Duration, ServiceId } from '../../queue/rules.ts';

/** How many customers are to be called how soon. */
export interface Target {
  /** As it was asked for. */
  readonly text: string;
  /** Null: customers of all services. */
  readonly service: ServiceId | null;
  /** 0 to 1. */
  readonly share: number;
  /** Null: within the target of each one's service. */
  readonly within: Duration | null;
}

/** What advice is asked for. */
export interface Wanted {
  readonly targets: readonly Target[];
  /** Length of a slot, ms. */
  readonly every: Duration;
}

/** A target, or what is wrong with it. */
export type TargetResult =
  | { readonly kind: 'ok'; readonly target: Target }
  | { readonly kind: 'wrong'; readonly what: string; readonly expected: string };

const FORM = /^(?:([\w.-]+)\s*:\s*)?(\d+(?:\.\d+)?)\s*%\s*within\s+(?:(\d+(?:\.\d+)?)\s*(s|min|h)|target)$/;
const UNITS: Readonly<Record<string, Duration>> = { s: 1_000, min: 60_000, h: 3_600_000 };
const EXPECTED = '"90 % within 10 min", "90 % within target", or with a service before it: "cash: 95 % within 5 min"';

/**
 * Reads a target.
 *
 * @param services ids that there are
 */
export function parseTarget(text: string, services: readonly ServiceId[]): TargetResult {
  const [, service = null, percent = '', time, unit = ''] = FORM.exec(text.trim()) ?? [];
  if (percent === '') return { kind: 'wrong', what: `target "${text}" is no target`, expected: EXPECTED };
  if (service !== null && !services.includes(service)) {
    const what = `target "${text}" is of a service that the scenario does not have`;
    return { kind: 'wrong', what, expected: nearest(service, services, 'a service') };
  }
  const share = Number(percent) / 100;
  if (share <= 0 || share > 1) {
    return {
      kind: 'wrong',
      what: `target "${text}" asks for ${percent} %`,
      expected: 'more than 0 % and at most 100 %',
    };
  }
  const within = time === undefined ? null : Number(time) * (UNITS[unit] ?? 0);
  return { kind: 'ok', target: { text: text.trim(), service, share, within } };
}
