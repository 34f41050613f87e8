import { readFileSync } from 'node:fs';
import { catalogue } from '../../devices/index.ts';
import { LobbydError } from '../errors.ts';
import { busLimits } from './bus-limits.ts';

const PAGE = 'docs/technician/rs485.md';
const [BEGIN, END] = ['<!-- made by npm run generate: begin -->', '<!-- made by npm run generate: end -->'];

/** The page on RS-485 with its tables of units by speed as the drivers are now. */
export async function files(): Promise<Readonly<Record<string, string>>> {
  const text = readFileSync(new URL(`../../../${PAGE}`, import.meta.url), 'utf8');
  const [before, rest = ''] = text.split(BEGIN);
  const after = rest.split(END)[1];
  if (before === undefined || after === undefined) {
    throw new LobbydError({
      code: 'cli/generate',
      what: 'the place for the tables is not marked',
      where: PAGE,
      next: `put the lines ${BEGIN} and ${END} where they belong`,
    });
  }
  return { [PAGE]: `${before}${BEGIN}\n\n${busLimits(catalogue)}\n\n${END}${after}` };
}
