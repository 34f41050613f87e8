import { describe, expect, it } from 'vitest';
import { ms, seconds } from '../clock.ts';
import type { GuidanceRefusal } from '../queue/refusals-guidance.ts';
import { type KioskStandOptions, kioskStand } from './kiosk-stand.fake.ts';

const BETTER: GuidanceRefusal = {
  code: 'machine-better',
  service: 'cash',
  machine: 'm1',
  waiting: 4,
  reason: null,
  estimate: null,
};

/** A kiosk whose branch offers machine m1 to whoever does not insist; the time for that is ten seconds. */
function offering(options: KioskStandOptions = {}) {
  const kiosk = kioskStand(options);
  const { branch } = kiosk;
  if (branch.committed.rules) {
    const limits = { perDay: null, askWaiting: null, askBy: null, insistWithin: seconds(10) };
    const machines = [{ id: 'm1', names: { 'zh-CN': '智能柜台', en: 'Machine 1' }, services: ['cash'], queueBelow: 3 }];
    branch.committed.rules = { ...branch.committed.rules, limits, machines };
  }
  branch.reply = (command) => {
    if (command.type !== 'issue') return { kind: 'done', label: null };
    return command.insists
      ? { kind: 'issued', ticket: 1, label: 'B001', ahead: 4 }
      : { kind: 'refused', refusal: BETTER };
  };
  /** Commands, shortly. */
  const asked = () =>
    branch.commands.map((command) => {
      if (command.type === 'issue') return command.insists ? 'insists' : 'issue';
      return command.type === 'take-machine' ? `take ${command.machine} ${command.how}` : command.type;
    });
  return { ...kiosk, kiosk, asked };
}

describe('a machine that is offered at a kiosk', () => {
  it('is told by its name; the same button once more gives the number', async () => {
    const { kiosk, press, clock, asked } = offering();
    press(2);
    await clock.advance(ms(50));
    expect(kiosk.text).toBe('USE MACHINE 1 / NUMBER: PRESS AGAIN');
    expect(kiosk.lamps[1]).toBe('blink');
    press(2);
    await clock.advance(seconds(20));
    expect(asked()).toEqual(['issue', 'insists']);
  });

  it('is taken by who does not press again in time, once', async () => {
    const { press, clock, asked, branch } = offering();
    press(2);
    await clock.advance(seconds(9));
    expect(asked()).toEqual(['issue']);
    await clock.advance(seconds(20));
    expect(asked()).toEqual(['issue', 'take m1 silence']);
    expect(branch.commands.at(-1)?.id).toEqual({ source: 'panel:kiosk1', key: 'N-1/silence' });
  });

  it('is not taken by who chooses something else', async () => {
    const { press, clock, asked } = offering();
    press(2);
    await clock.advance(seconds(5));
    press(1);
    await clock.advance(seconds(9));
    expect(asked()).toEqual(['issue', 'issue']);
  });

  it('is taken with the button that says yes, and then by nobody who says nothing', async () => {
    const { kiosk, press, clock, asked } = offering({ yesButton: 6 });
    press(2);
    await clock.advance(ms(50));
    expect(kiosk.text).toBe('USE MACHINE 1 / YES=GO AGAIN=NUMBER');
    expect(kiosk.lamps).toEqual(['on', 'blink', 'off', 'on', 'off', 'blink']);
    press(6);
    await clock.advance(ms(50));
    expect(kiosk.text).toBe('PLEASE GO TO / MACHINE 1');
    expect(kiosk.lamps[5]).toBe('off');
    press(2);
    await clock.advance(seconds(20));
    expect(asked()).toEqual(['issue', 'take m1 chosen', 'issue']);
    expect(kiosk.acknowledged).toEqual(['N-1', 'N-2', 'N-3']);
  });

  it('says when it has become unusable meanwhile', async () => {
    const { kiosk, press, clock, branch } = offering({ yesButton: 6 });
    press(2);
    await clock.advance(ms(50));
    branch.reply = () => ({ kind: 'refused', refusal: { code: 'machine-not-usable', machine: 'm1' } });
    press(6);
    await clock.advance(ms(50));
    expect(kiosk.text).toBe('MACHINE NOT FREE / PLEASE TAKE A NUMBER');
  });
});

describe('papers at a kiosk', () => {
  it('are told after the number, page by page, those that the screen can show', async () => {
    const { kiosk, press, clock } = withForms();
    press(2);
    await clock.advance(ms(50));
    expect(kiosk.text).toBe('NUMBER A001 / YOU ARE NEXT');
    await clock.advance(seconds(3));
    expect(kiosk.text).toBe('HAVE READY 1/2 / ID CARD');
    await clock.advance(seconds(3));
    expect(kiosk.text).toBe('HAVE READY 2/2 / FORM 12');
    await clock.advance(seconds(6));
    expect(kiosk.text).toBe('WELCOME / PRESS A BUTTON');
  });

  it('are followed by what the bank says, as far as the screen can show it', async () => {
    const { kiosk, press, clock } = withForms();
    press(4);
    await clock.advance(seconds(3));
    expect(kiosk.text).toBe('HIGHER RATES FOR / THREE YEARS');
    await clock.advance(seconds(3));
    expect(kiosk.text).toBe('TEA? / ');
  });

  it('keep nobody waiting: the next number is told at once', async () => {
    const { kiosk, press, clock } = withForms();
    press(2);
    await clock.advance(seconds(3));
    press(1);
    await clock.advance(ms(50));
    expect(kiosk.text).toBe('NUMBER A002 / 1 BEFORE YOU');
    await clock.advance(seconds(3));
    expect(kiosk.text).toBe('NUMBER A002 / 1 BEFORE YOU');
  });

  it('are marked as ready by the button that says yes', async () => {
    const { kiosk, press, clock, branch } = withForms({ yesButton: 6, papersWithin: seconds(15) });
    press(2);
    await clock.advance(ms(50));
    expect(kiosk.lamps[5]).toBe('blink');
    await clock.advance(seconds(9));
    expect(kiosk.text).toBe('PAPERS READY? / PRESS YES');
    press(6);
    await clock.advance(ms(50));
    expect(kiosk.text).toBe('THANK YOU / PAPERS ARE READY');
    expect(branch.commands.at(-1)).toMatchObject({
      type: 'mark-papers',
      ticket: { id: 1 },
      isReady: true,
      counter: null,
      id: { source: 'panel:kiosk1', key: 'N-2' },
      actor: { kind: 'kiosk', device: 'kiosk1' },
    });
  });

  it.each([
    ['after its time', async ({ clock }: Stand) => clock.advance(seconds(16))],
    ['when somebody else has taken a number without forms', async ({ press }: Stand) => press(1)],
  ])('are nobody to say yes to %s', async (_when, happens) => {
    const stand = withForms({ yesButton: 6, papersWithin: seconds(15) });
    const { kiosk, press, clock, branch } = stand;
    press(2);
    await clock.advance(ms(50));
    await happens(stand);
    await clock.advance(ms(50));
    expect(kiosk.lamps[5]).toBe('off');
    press(6);
    await clock.advance(ms(50));
    expect(kiosk.text).toBe('NOTHING IS ASKED / PRESS A BUTTON');
    expect(branch.commands.every(({ type }) => type === 'issue')).toBe(true);
  });
});

type Stand = ReturnType<typeof withForms>;

/** A kiosk whose branch gives numbers. */
function withForms(options: KioskStandOptions = {}) {
  const kiosk = kioskStand({ ...options, hasForms: true });
  const reply = kiosk.branch.reply;
  kiosk.branch.reply = (command) => (command.type === 'issue' ? reply(command) : { kind: 'done', label: 'A001' });
  return { ...kiosk, kiosk };
}
