import type { LineUnit } from './unit.ts';

/** The faults that every unit knows, as its help lists them. */
export const FAULT_ACTIONS = [
  'hold KEY',
  'release',
  'reboot',
  'mute',
  'unmute',
  'bad-check N',
  'short N',
  'babble',
  'quiet',
  'wrong-address',
  'right-address',
  'twin',
  'no-twin',
] as const;

/**
 * Does one of {@link FAULT_ACTIONS} but `hold`, whose key only the kind of unit understands.
 *
 * @returns false when the words are none of them
 */
export function actFault(unit: LineUnit, [word, argument, ...more]: readonly string[]): boolean {
  if (more.length > 0) return false;
  if (word === 'bad-check' || word === 'short') return spoilAnswers(unit, word, argument ?? '1');
  return argument === undefined && setFault(unit, word);
}

function setFault(unit: LineUnit, word: string | undefined): boolean {
  switch (word) {
    case 'release':
      unit.release();
      return true;
    case 'reboot':
      unit.reboot();
      return true;
    case 'mute':
    case 'unmute':
      unit.faults.isMute = word === 'mute';
      return true;
    case 'babble':
      unit.babble.start();
      return true;
    case 'quiet':
      unit.babble.quiet();
      return true;
    case 'wrong-address':
    case 'right-address':
      unit.faults.isAddressWrong = word === 'wrong-address';
      return true;
    case 'twin':
    case 'no-twin':
      unit.faults.hasTwin = word === 'twin';
      return true;
    default:
      return false;
  }
}

function spoilAnswers(unit: LineUnit, word: 'bad-check' | 'short', argument: string): boolean {
  const times = Number(argument);
  if (!Number.isInteger(times) || times < 0) return false;
  unit.faults[word === 'short' ? 'cutAnswers' : 'badChecks'] = times;
  return true;
}
