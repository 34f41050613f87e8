import { z } from 'zod';
import { minutes, seconds } from '../../clock.ts';
import { duration, map, reference, text, whole } from './values.ts';

const UPS_TOPIC = 'a topic without wildcards';
const upsSchema = map(
  'The uninterruptible power supply says that its battery is nearly empty: by a message on MQTT (`topic`, `low`) or by a contact on a panel (`panel`, `button`). The branch then stops in order and stays down, its disk at rest, until the power goes or `downFor` has passed.',
  {
    topic: z
      .string({ error: () => UPS_TOPIC })
      .regex(/^[^#+\p{Cc}]{1,200}$/u)
      .describe(`Where the monitor of the UPS publishes its state. Expected: ${UPS_TOPIC}.`)
      .optional(),
    low: text('Words that all stand in the message when the battery is nearly empty: "OB LB" of NUT.', 60).optional(),
    panel: reference(
      'A panel that no kiosk has: its contact is the relay of the UPS.',
      'a device of kind panel',
    ).optional(),
    button: whole('Number of the contact on the panel, from 1.', 1, 99).optional(),
    downFor: duration(
      'How long the branch stays down before it starts anew, when the power did not go after all.',
      seconds(0),
      minutes(240),
    ).prefault('5min'),
  },
);

/** What becomes of the branch when its power fails. */
export const powerSchema = map('The power of this machine.', { ups: upsSchema.optional() });
