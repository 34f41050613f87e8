import type { HallRefusal } from '../queue/refusals-hall.ts';
import type { Rules } from '../queue/rules.ts';

/** What people call a counter. */
export function counterName(counter: string, rules: Pick<Rules, 'counters'> | null): string {
  const number = rules?.counters.find(({ id }) => id === counter)?.number;
  return number === undefined ? 'ELSEWHERE' : `WINDOW ${number}`;
}

/**
 * What such a refusal says on a display of 16 ASCII characters.
 *
 * @param rules the rules in force: people know counters by their numbers
 */
export function hallText(refusal: HallRefusal, rules: Pick<Rules, 'counters'> | null): string {
  switch (refusal.code) {
    case 'hall-already':
      return 'HALL IS SO NOW';
    case 'hall-shut':
      return 'NOT OPEN';
    case 'hall-has-opened':
      return 'OPEN ALREADY';
    case 'hall-no-until':
      return 'NO SUCH TIME';
    case 'teller-elsewhere':
      return `YOU: ${counterName(refusal.counter, rules)}`;
  }
}
