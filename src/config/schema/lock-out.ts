import { hours, minutes, seconds } from '../../clock.ts';
import { duration, map, whole } from './values.ts';

/** What a kiosk does when one person presses again and again. */
export const lockOutSchema = map('Several presses by one person: beyond so many the kiosk says please wait.', {
  presses: whole('So many numbers in a row are issued.', 1, 20).prefault(3),
  within: duration('Presses that lie further apart are those of several customers.', seconds(2), seconds(60)).prefault(
    '10s',
  ),
  for: duration('How long nothing is issued.', seconds(2), seconds(120)).prefault('20s'),
});

/** When a counter that was left open pauses. */
export const pausesAfter = duration(
  'Open, with nobody at the window and no key pressed so long while somebody it could call waits: it pauses. Left out: it stays open.',
  minutes(1),
  hours(2),
);
