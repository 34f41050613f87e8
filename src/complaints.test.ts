import { describe, expect, it } from 'vitest';
import { linesLog } from '../test/broker/stand.ts';
import { minutes } from './clock.ts';
import { COMPLAINTS_A_MINUTE, complaints } from './complaints.ts';
import { incidentLog } from './incidents.ts';

describe('the log', () => {
  it('takes so many complaints a minute and counts the rest', () => {
    const log = linesLog();
    let now = 0;
    const complain = complaints(log, 'mqtt/withheld', () => now);
    for (let count = 0; count < COMPLAINTS_A_MINUTE + 30; count += 1) complain({ code: 'c' }, 'rubbish');
    expect(log.lines).toHaveLength(COMPLAINTS_A_MINUTE);
    now = minutes(1);
    complain({ code: 'c' }, 'rubbish again');
    expect(log.lines.slice(-2)).toEqual([
      'warn mqtt/withheld 30 more complaints were not logged',
      'warn c rubbish again',
    ]);
  });

  it('hears of an incident once, of its end once with the repeats, and of another cause anew', () => {
    const log = linesLog();
    const incidents = incidentLog(log);
    const incident = { code: 'mqtt/unreachable', what: 'refused', next: 'wait' } as const;
    for (let count = 0; count < 5; count += 1) incidents.raise(incident);
    incidents.raise({ ...incident, what: 'no route' });
    expect(incidents.standing()).toEqual([{ ...incident, what: 'no route' }]);
    incidents.clear('mqtt/unreachable', 'connected');
    incidents.clear('mqtt/unreachable', 'connected');
    expect(incidents.standing()).toEqual([]);
    expect(log.lines).toEqual([
      'warn mqtt/unreachable refused; next: wait',
      'warn mqtt/unreachable no route; next: wait',
      'info mqtt/unreachable connected',
    ]);
  });
});
