import type { PadView } from '../../../devices/keypad-line/emulator.ts';
import type { PanelView } from '../../../devices/panel-line/emulator.ts';
import type { AlertTold, DeviceTold, RestEvidence, WindowTold } from '../../oracle/rest.ts';
import type { DayBroker } from './broker.ts';
import type { People, Surroundings } from './people.ts';
import { unitsOf } from './slots.ts';

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
    queues: Object.fromEntries(
      SERVICES.map((service) => [service, retained<{ waiting?: number }>(broker, `queue/${service}`)?.waiting ?? null]),
    ),
    board: boardOf(broker),
    alerts: retained<{ alerts: AlertTold[] }>(broker, 'alerts')?.alerts ?? null,
    devices: Object.fromEntries(
      Object.values(unitsOf(counters))
        .flat()
        .map((device) => [device, retained<DeviceTold>(broker, `device/${device}`)]),
    ),
    parked: (retained<{ tickets: { label: string }[] }>(broker, 'parked')?.tickets ?? []).map(({ label }) => label),
  };
}

interface Board {
  readonly windows: readonly {
    readonly counter: string;
    readonly state: string;
    readonly ticket: { readonly label: string; readonly status: string } | null;
  }[];
}

function boardOf(broker: DayBroker): Record<string, WindowTold> | null {
  const board = retained<Board>(broker, 'board');
  return board
    ? Object.fromEntries(
        board.windows.map(({ counter, state, ticket }) => [
          counter,
          { state, label: ticket?.label ?? null, status: ticket?.status ?? null },
        ]),
      )
    : null;
}

/** A retained state as the broker has it; null: none, or it was taken back. */
export function retained<T>({ states }: DayBroker, thing: string): T | null {
  const payload = states.get(thing);
  return payload ? (JSON.parse(payload) as T) : null;
}
