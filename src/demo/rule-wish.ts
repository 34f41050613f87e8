import { z } from 'zod';
import { AT_CLOSING, FOLLOWS_WHEN, OWN_CHOICES, SETTINGS } from './stage.ts';

const word = z.string().min(1).max(64);
const seconds = z.int().min(0).max(28_800);

/** A wish to change a rule, as a page posts it; what of it a branch file may say, `lobbyd reload` says. */
export const RULE_WISH = z.discriminatedUnion('rule', [
  z.strictObject({
    rule: z.literal('follows'),
    follows: z.strictObject({ counter: word, profile: word, when: z.enum(FOLLOWS_WHEN) }),
  }),
  z.strictObject({ rule: z.literal('pass-over'), profile: word, most: z.int().min(1).max(999).nullable() }),
  z.strictObject({ rule: z.literal('park-return'), seconds }),
  z.strictObject({ rule: z.literal('one-button'), counter: word, seconds: seconds.nullable() }),
  z.strictObject({ rule: z.literal('at-closing'), atClosing: z.enum(AT_CLOSING) }),
  z.strictObject({
    rule: z.literal('late-return'),
    lateReturn: z.strictObject({ numbers: z.int().min(0).max(99), seconds }),
  }),
  z.strictObject({ rule: z.literal('rating'), seconds }),
  z.strictObject({ rule: z.literal('queue-long'), above: z.int().min(1).max(999) }),
  z.strictObject({ rule: z.literal('setting'), setting: z.enum(SETTINGS), choice: word }),
  z.strictObject({ rule: z.literal('own'), counter: word, own: z.enum(OWN_CHOICES) }),
]);
