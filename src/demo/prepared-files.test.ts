import { describe, expect, it } from 'vitest';
import { catalogue } from '../../devices/index.ts';
import { loadConfig } from '../config/load.ts';
import { example, memoryFiles } from '../config/spec.ts';
import { type FilesBegun, preparedFiles, wished } from './prepared-files.ts';
import { RULES } from './stage.fake.ts';
import { type FilesInForce, type FilesWish, HOURS_CHOICES, MISTAKES } from './stage.ts';

const HOURS = { week: [{ days: ['mon'], open: ['09:00-12:00'] }] };
const BEGUN: FilesBegun = {
  branch: example('branch.example.yaml').replace(/\nhours:[\s\S]*?\n# A counter may be/, '\n# A counter may be'),
  standard: example('bank-standard.yaml'),
  hours: { hours: HOURS },
  dayStartsAt: 180,
  inForce: { hours: 'always', open: null, askWaiting: 0, perDay: null, profiles: {}, rules: RULES },
  settings: [],
};
const NOON = 720;
const hours = (one: (typeof HOURS_CHOICES)[number], now = NOON): FilesInForce =>
  wished(BEGUN, BEGUN.inForce, { kind: 'hours', hours: one }, now);

function load(wish: FilesInForce, mistake: (typeof MISTAKES)[number] | null = null) {
  const { branch, standard } = preparedFiles(BEGUN, wish, mistake);
  const files = { '/etc/branch.yaml': branch, '/etc/bank-standard.yaml': standard };
  return loadConfig('/etc/branch.yaml', catalogue, memoryFiles(files));
}

function loaded(wish: FilesInForce) {
  const result = load(wish);
  return result.kind === 'ok' ? result.config : expect.unreachable(result.problems.map(({ text }) => text).join('\n'));
}

describe('files that a technician changes at the demo', () => {
  it('begin as what was played, without hours', () => {
    const config = loaded(BEGUN.inForce);
    expect(config.hours.branch).toBeNull();
    expect(config.rules.limits).toMatchObject({ perDay: null, askWaiting: null });
  });

  it('have hours that are counted from now, on the clock of the branch', () => {
    expect(HOURS_CHOICES.map((one) => hours(one).open)).toEqual([
      null,
      null,
      ['12:03-02:59'],
      ['03:00-12:02', '12:05-02:59'],
      ['03:00-12:20'],
      ['03:00-12:00'],
    ]);
  });

  it('hold at every minute of a business day', () => {
    for (let now = 0; now < 1_440; now += 7) {
      for (const one of HOURS_CHOICES) {
        for (const range of hours(one, now).open ?? []) {
          const [from = 0, to = 0] = range.split('-').map((text) => {
            const [hour = 0, minute = 0] = text.split(':').map(Number);
            return (60 * hour + minute - 180 + 1_440) % 1_440;
          });
          expect(from, `${one} at ${now}: ${range}`).toBeLessThan(to);
        }
      }
    }
    // The last minutes of a business day, and its first.
    for (const now of [178, 179, 180]) for (const one of HOURS_CHOICES) loaded(hours(one, now));
  }, 60_000);

  it('have the hours of the real branch back', () => {
    const config = loaded(hours('file'));
    expect(config.hours.branch?.week).toHaveLength(1);
  });

  it('keep one change while another is made, and lose all at the end', () => {
    const wishes: readonly FilesWish[] = [
      { kind: 'ask-waiting', above: 3 },
      { kind: 'per-day', most: 20 },
      { kind: 'profile', counter: 'counter6', profile: 'simple-first' },
      { kind: 'mistake', mistake: 'no-cap' },
    ];
    const all = wishes.reduce((before, wish) => wished(BEGUN, before, wish, NOON), hours('closes-soon'));
    const { rules, counters } = loaded(all);
    expect(rules.limits).toMatchObject({ perDay: 20, askWaiting: 3 });
    expect(counters.map(({ rules: { profile } }) => profile).slice(4, 7)).toEqual([
      'simple-first',
      'simple-first',
      'longest-wait',
    ]);
    expect(all.open).toEqual(['03:00-12:20']);
    expect(wished(BEGUN, all, { kind: 'as-begun' }, NOON)).toEqual(BEGUN.inForce);
  });

  it('are refused with file and line where they are wrong', () => {
    const said = MISTAKES.map((mistake) => {
      const result = load(BEGUN.inForce, mistake);
      return result.kind === 'ok' ? [] : result.problems.map(({ text }) => text.replace(/:\d+:\d+:/, ':'));
    });
    expect(said).toEqual([
      [expect.stringMatching(/^\/etc\/branch\.yaml: unknown service "personal-cashx", expected "personal-cash"/)],
      [expect.stringMatching(/^\/etc\/bank-standard\.yaml: key "cap" is missing in entry 1 of profiles/)],
      [expect.stringMatching(/^\/etc\/bank-standard\.yaml: the condition never holds/)],
      [],
    ]);
  });
});
