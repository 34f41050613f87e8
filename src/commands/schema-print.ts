import { word } from './values.ts';

/** Fields of the commands for slips of paper. */
export const PRINT_COMMANDS = {
  /** A customer has lost the slip: a copy is printed, counted and named. */
  reprint: {
    label: word,
    /** Left out: at the branch's printer. */
    kiosk: word.optional(),
  },
  /** After a new roll: shows what customers get. Nothing of the queue changes. */
  'test-print': { printer: word },
} as const;
