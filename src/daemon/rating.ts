import type { LiveBranch } from '../branch/branch.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import type { Log } from '../devices/log.ts';
import { keypadMarks, panelMarks, type RatingPad, runRatingPad } from '../inputs/rating-pad.ts';
import type { DeviceMaps } from './devices.ts';
import type { Live } from './live.ts';
import { languagesOn } from './screens.ts';
import { slotKeyOf } from './slots.ts';

interface RatingNeeds {
  readonly live: Live;
  readonly branch: LiveBranch;
  readonly devices: DeviceMaps;
  readonly clock: Clock;
  readonly branchClock: Clock;
  readonly log: Log;
}

/** What is in front of the customers of a configuration, to give marks with; begun, it asks until it is ended. */
export function ratingPads({ devices, live, ...needs }: RatingNeeds, config: Config) {
  const scale = (): number => needs.branch.committed.rules?.rating?.scale ?? 0;
  const of = (counter: string, device: string | null, find: (device: string) => RatingPad | null) => {
    if (device === null) return [];
    const languages = () => languagesOn(live.config, device);
    const begin = (): (() => void) => {
      const pad = find(device);
      return pad ? runRatingPad({ ...needs, device, pad, counter, languages }) : () => {};
    };
    return [{ name: `marks of ${counter} by ${device}`, key: slotKeyOf(config, device) ?? '', begin }];
  };
  return config.counters.flatMap(({ rules, ratingPad, ratingButtons }) => [
    ...of(rules.id, ratingPad, (device) => {
      const keypad = devices.keypad.get(device);
      return keypad ? keypadMarks(keypad) : null;
    }),
    ...of(rules.id, ratingButtons, (device) => {
      const panel = devices.panel.get(device);
      return panel ? panelMarks(panel, scale) : null;
    }),
  ]);
}
