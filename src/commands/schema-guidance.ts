import { z } from 'zod';
import { word } from './values.ts';

/** Fields of the commands for customers who may do without a teller. */
export const GUIDANCE_COMMANDS = {
  /** The customer who was offered a machine (`machine-better`) goes there, and takes no number. */
  'take-machine': { service: word, machine: word },
} as const;

/** What a customer is told with a number, in the language of the ticket. */
export const advice = {
  /** Papers and forms to prepare; left out: none. */
  forms: z.array(z.string()).optional(),
  /** Messages of the bank; left out: none. */
  messages: z.array(z.string()).optional(),
} as const;
