import type { PadView } from '../../../devices/keypad-line/emulator.ts';
import type { PanelView } from '../../../devices/panel-line/emulator.ts';
import type { RestEvidence } from '../../oracle/rest.ts';
import type { People, Surroundings } from './people.ts';

const PANEL = 'panel1';
/** Buttons of the kiosk with a service. */
const BUTTONS = 2;
const SERVICES = ['cash', 'account'] as const;

/** How the branch of a day stands once it has come to rest. */
export function restOf({ stand, broker, counters }: Surroundings, people: People): RestEvidence {
  const pads = Array.from({ length: counters }, (_, index) => `keypad${index + 1}`);
  const padOf = (pad: string): PadView => stand.view<PadView>(pad);
  const panel = stand.view<PanelView>(PANEL);
  return {
    lamps: { [PANEL]: panel.lamps.slice(0, BUTTONS) },
    kept: Object.fromEntries([
      [PANEL, panel.unacknowledged],
      ...pads.map((pad) => [pad, padOf(pad).unacknowledged] as const),
    ]),
    waitingPads: pads.filter((pad) => padOf(pad).isWaiting),
    isAnswered: people.isAnswered(),
    queues: Object.fromEntries(SERVICES.map((service) => [service, waitingIn(broker.states.get(`queue/${service}`))])),
  };
}

function waitingIn(payload: string | undefined): number | null {
  return payload === undefined ? null : ((JSON.parse(payload) as { waiting?: number }).waiting ?? null);
}
