import { minutes, seconds } from '../../clock.ts';
import { decimal, duration, flag, map, whole } from './values.ts';

/** How long customers are told that they will wait. */
export const estimatesSchema = map('How long customers are told that they will wait.', {
  isShown: flag('Whether tickets and kiosks say it; MQTT and HTTP always do.').prefault(true),
  smoothing: decimal(
    'Weight of the newest visit in what is learned of service times. Greater: follows the day faster; smaller: is misled by chance less.',
    0.01,
    0.5,
  ).prefault(0.05),
  standardCounts: whole(
    'While little is known the time standard of a service counts as much as so many visits.',
    1,
    100,
  ).prefault(5),
  outlier: decimal(
    'A visit longer than so many times the mean, or the standard where that is longer, counts as that long; beyond twice that it does not count.',
    2,
    20,
  ).prefault(6),
  perSlip: duration(
    'What one slip of a bulk visit takes, for those who stand behind it.',
    seconds(1),
    minutes(30),
  ).prefault('1min'),
  soonUnder: duration(
    'Who nine times in ten is called sooner than this is told "soon". 0s: minutes always.',
    seconds(0),
    minutes(60),
  ).prefault('3min'),
  atMost: duration(
    'Nobody is told of a longer wait than this, but that it is more.',
    minutes(10),
    minutes(480),
  ).prefault('2h'),
});
