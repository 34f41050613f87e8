import { describe, expect, it } from 'vitest';
import { linesOf } from '../spec.ts';

const PANEL =
  '  - { id: ups, driver: panel-line, wire: { serial: /dev/serial/by-path/ups }, settings: { buttons: 2, baud: 9600 } }\n';
const power = (ups: string): readonly string[] =>
  linesOf({
    branch: [
      ['devices:\n', `devices:\n${PANEL}`],
      ['kiosks:', `power: { ups: { ${ups} } }\nkiosks:`],
    ],
  }).map((line) => line.replace(/^etc\/branch\.yaml:12:\d+: /, ''));

describe('the signal of the UPS', () => {
  it('is a message with its words, or a contact of a panel with its number', () => {
    const unused = /nobody uses device "ups"/;
    expect(power('topic: ups/status, low: "OB LB"').filter((line) => !unused.test(line))).toEqual([]);
    expect(power('panel: ups, button: 2, downFor: 1min')).toEqual([]);
  });

  it.each([
    ['downFor: 1min', 'power.ups names no signal, expected either topic and low, or panel and button'],
    [
      'topic: a, low: LB, panel: ups, button: 1',
      'power.ups names a topic and a panel, expected either topic and low, or panel and button',
    ],
    ['topic: a', 'power.ups.topic means nothing without power.ups.low, expected power.ups.low beside it'],
    [
      'topic: a, low: LB, button: 1',
      'power.ups.button means nothing without power.ups.panel, expected power.ups.panel beside it',
    ],
    ['panel: ups', 'power.ups.panel means nothing without power.ups.button, expected power.ups.button beside it'],
    ['panel: ups, button: 3', 'panel "ups" has no button 3, expected 1 to 2'],
    ['topic: "ups/#", low: LB', '"ups/#", expected a topic without wildcards'],
  ])('%s is refused', (ups, says) => {
    expect(power(ups).join('\n')).toContain(says);
  });

  it('is no panel of a kiosk, and no printer', () => {
    expect(power('panel: panel1, button: 1').join('\n')).toMatch(
      /"panel1" is used at line \d+ already, expected a panel of its own/,
    );
    expect(power('panel: printer1, button: 1').join('\n')).toContain('"printer1" is a printer, expected a panel');
  });
});
