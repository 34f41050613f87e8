import type { AnyDriver } from '../devices/driver.ts';
import { POLL_CYCLE_MOST, pollCycle, quietRound, type UnitLoad } from '../devices/wire/bus-load.ts';
import type { LineSettings } from '../devices/wire/wire.ts';

/** Speeds of the tables, bits a second. */
const BAUDS = [9_600, 19_200, 38_400, 57_600, 115_200] as const;
/** Keypads and signs of one bus. */
const BUSES = [
  [1, 1],
  [4, 4],
  [8, 0],
  [8, 5],
  [9, 9],
  [16, 0],
  [16, 9],
  [31, 0],
] as const;
/** Units that one adapter drives, itself not counted: 32 unit loads (TIA-485-A). */
const UNITS_MOST = 31;

interface Built {
  readonly load: UnitLoad;
  readonly line: LineSettings;
}

/** The load of a driver at a speed; null when it does not have that speed, or hangs on no bus. */
function built(driver: AnyDriver | undefined, baud: number): Built | null {
  if (driver?.attach !== 'bus') return null;
  const settings = driver.settings.safeParse({ address: 1, line: '7E1', baud });
  if (!settings.success) return null;
  return { load: driver.load(settings.data), line: driver.lineSettings(settings.data) };
}

/** The tables of docs/technician/rs485.md, from the drivers' own figures. Markdown. */
export function busLimits(catalogue: readonly AnyDriver[]): string {
  const named = (name: string): AnyDriver | undefined => catalogue.find((driver) => driver.name === name);
  const [keypad, sign] = [named('keypad-line'), named('display-alpha')];
  const time = (pads: number, signs: number, baud: number, of: typeof pollCycle): number | null => {
    const [pad, display] = [built(keypad, baud), built(sign, baud)];
    if (!pad || (signs > 0 && !display)) return null;
    const loads = [...Array<UnitLoad>(pads).fill(pad.load), ...(display ? Array(signs).fill(display.load) : [])];
    return Math.ceil(of(loads, pad.line));
  };
  const most = (signsEach: 0 | 1, baud: number): string => {
    const isSlow = (pads: number): boolean => (time(pads, pads * signsEach, baud, pollCycle) ?? 0) > POLL_CYCLE_MOST;
    if (time(1, signsEach, baud, pollCycle) === null) return '–';
    const counts = Array.from({ length: Math.floor(UNITS_MOST / (1 + signsEach)) }, (_, index) => index + 1);
    return String(counts.findLast((pads) => !isSlow(pads)) ?? 0);
  };
  const sized = (of: typeof pollCycle, limit: number): string[] =>
    BUSES.map(([pads, signs]) =>
      row([String(pads), String(signs), ...BAUDS.map((baud) => cell(time(pads, signs, baud, of), limit))]),
    );
  const head = [row(['keypads', 'signs', ...BAUDS.map(String)]), row(Array(BAUDS.length + 2).fill('---:'))];
  return [
    `Poll cycle at most, ms (more than ${POLL_CYCLE_MOST} in bold: \`lobbyd check\` warns):`,
    '',
    ...head,
    ...sized(pollCycle, POLL_CYCLE_MOST),
    '',
    'A round of questions while nobody presses, ms:',
    '',
    ...head,
    ...sized(quietRound, Number.POSITIVE_INFINITY),
    '',
    `Most keypads on one bus whose poll cycle is within ${POLL_CYCLE_MOST} ms (${UNITS_MOST} units is what one adapter drives):`,
    '',
    row(['', ...BAUDS.map(String)]),
    row(['---', ...BAUDS.map(() => '---:')]),
    row(['keypads alone', ...BAUDS.map((baud) => most(0, baud))]),
    row(['each with a sign', ...BAUDS.map((baud) => most(1, baud))]),
  ].join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function cell(time: number | null, limit: number): string {
  if (time === null) return '–';
  return time > limit ? `**${time}**` : String(time);
}
