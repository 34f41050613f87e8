import type { PadScreen } from '../devices/kinds.ts';
import type { GuidanceRefusal } from '../queue/refusals-guidance.ts';
import type { Rules } from '../queue/rules.ts';
import { machineName } from '../views/guidance.ts';

/** Characters of a line of a kiosk's screen. */
const WIDTH = 20;

/** What such a refusal says on a display of 16 ASCII characters. */
export function machineRefusalText(refusal: GuidanceRefusal): string {
  switch (refusal.code) {
    case 'machine-better':
      return 'MACHINE IS FREE';
    case 'unknown-machine':
      return 'NO SUCH MACHINE';
    case 'not-at-machine':
      return 'NOT AT MACHINE';
    case 'machine-not-usable':
      return 'MACHINE NOT FREE';
  }
}

/** Both lines of a kiosk: which machine, and how to get a number all the same, or to say yes. */
export function machineScreen(
  refusal: GuidanceRefusal,
  rules: Pick<Rules, 'machines'> | null,
  hasYes: boolean,
): PadScreen {
  if (refusal.code !== 'machine-better') {
    return { line1: machineRefusalText(refusal), line2: 'PLEASE TAKE A NUMBER' };
  }
  const line1 = `USE ${machineLine(rules, refusal.machine, WIDTH - 4)}`;
  return { line1, line2: hasYes ? 'YES=GO AGAIN=NUMBER' : 'NUMBER: PRESS AGAIN' };
}

/** The name of a machine in ASCII capitals; one that has none is the machine that lobbyd knows by its id. */
export function machineLine(rules: Pick<Rules, 'machines'> | null, id: string, width: number): string {
  const name = asciiLine(machineName(rules, id, 'en')) ?? id.toUpperCase();
  return name.slice(0, width);
}

/** A text as a line of a kiosk can show it; null: it cannot. */
export function asciiLine(text: string): string | null {
  return /^[\x20-\x7E]+$/.test(text) ? text.toUpperCase() : null;
}
