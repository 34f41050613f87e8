import { describe, expect, it } from 'vitest';
import { machineName, machineText } from './guidance.ts';

const RULES = {
  machines: [{ id: 'm1', names: { 'zh-CN': '智能柜台', en: 'Machine 1' }, services: ['cash'], queueBelow: 2 }],
};
const JAPANESE = { machines: RULES.machines.map((machine) => ({ ...machine, names: { ja: '機械' } })) };
const BETTER = { code: 'machine-better', service: 'cash', machine: 'm1', waiting: 6, reason: null } as const;

describe('what a customer reads of a machine', () => {
  it('is in the own language; a dialect counts as its language, who reads neither reads English', () => {
    expect(machineName(RULES, 'm1', 'en-GB')).toBe('Machine 1');
    expect(machineName(RULES, 'm1', 'zh-Hans')).toBe('智能柜台');
    expect(machineName(RULES, 'm1', 'fr')).toBe('Machine 1');
    expect(machineName(JAPANESE, 'm1', 'fr')).toBe('機械');
    expect(machineText({ ...BETTER, estimate: null }, 'fr', RULES)).toMatch(/^Machine 1 does this now/);
    expect(machineName(null, 'm1', 'en')).toBe('m1');
  });

  it('says how many wait for a teller, and how long where that was asked for', () => {
    expect(machineText({ ...BETTER, estimate: null }, 'en', RULES)).toBe(
      'Machine 1 does this now, without a number. 6 are waiting for a teller. Do you want a number all the same?',
    );
    expect(machineText({ ...BETTER, reason: 'closing', estimate: 610_000 }, 'zh-CN', RULES)).toBe(
      '智能柜台现在可以办理此业务，无需等候；柜台前有 6 人等候，最长约 11 分钟，仍要取号吗？',
    );
    expect(machineText({ code: 'machine-not-usable', machine: 'm1' }, 'en', RULES)).toBe(
      'Machine 1 cannot be used now. Please take a number.',
    );
    expect(machineText({ code: 'unknown-machine', machine: 'm9' }, 'en', RULES)).toBeNull();
  });
});
