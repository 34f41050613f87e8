import type { SignView } from '../../../devices/display-alpha/emulator.ts';
import type { Millis } from '../../../src/clock.ts';
import type { Stand } from '../../branch/stand.ts';
import type { Sign, SignEvidence } from '../../oracle/signs.ts';

/** What each sign of a day showed, as the hall saw it. */
export function signsOf({ happenings, config }: Stand, counters: number, until: Millis): SignEvidence {
  const signs: Record<string, Sign> = {};
  for (let number = 1; number <= counters; number += 1) {
    const device = `display${number}`;
    const shown = happenings
      .filter((each) => each.device === device && each.what === 'view')
      .map(({ at, text: view }) => {
        const { text, isBlinking } = JSON.parse(view) as SignView;
        return { at, text, isBlinking };
      });
    signs[`counter${number}`] = { device, shown };
  }
  return { blinkFor: config.displays.blinkFor, signs, until };
}
