import type { Hall } from './hall.ts';

/** How a branch stands when all is mended and nothing happens any more. */
export interface RestEvidence {
  /** Lamps of each kiosk, for the buttons that give numbers. */
  readonly lamps: Readonly<Record<string, readonly string[]>>;
  /** Presses that pads and panels keep since nobody has taken them. */
  readonly kept: Readonly<Record<string, readonly (string | number)[]>>;
  /** Pads whose lamp says that the answer is still to come. */
  readonly waitingPads: readonly string[];
  /** Whether all who asked over MQTT have their answers. */
  readonly isAnswered: boolean;
  /** How many the retained state of each service says wait; null: there is none. */
  readonly queues: Readonly<Record<string, number | null>>;
  /** Each window as the retained board shows it to the hall; null: there is no board. */
  readonly board: Readonly<Record<string, WindowTold>> | null;
  /** Labels of who is parked, as the retained state has them. */
  readonly parked: readonly string[];
  /** What the lobby manager is told of, as the retained state has it; null: there is none. */
  readonly alerts: readonly AlertTold[] | null;
  /** How each device of the branch is, as its retained state has it; null: there is none. */
  readonly devices: Readonly<Record<string, DeviceTold | null>>;
}

/** An alert as the lobby manager is told of it. */
export interface AlertTold {
  readonly id: string;
  readonly kind: string;
  /** The device that has raised it; null: a queue or a counter has. */
  readonly device: string | null;
}

/** How a device is told to be. */
export interface DeviceTold {
  readonly state: string;
  readonly conditions: readonly string[];
}

/** A window as it is told to the hall. */
export interface WindowTold {
  readonly state: string;
  readonly label: string | null;
  readonly status: string | null;
}

/**
 * At rest everybody is answered, kiosks give numbers, and what is told of queues is true. Whoever is turned away or not
 * answered for ever leaves no trace in a journal: it is seen here.
 */
export function judgeRest(hall: Hall, evidence: RestEvidence): string[] {
  const { lamps, kept, waitingPads, isAnswered, queues } = evidence;
  return [
    ...Object.entries(lamps).flatMap(([kiosk, states]) =>
      states.flatMap((state, index) =>
        state === 'on' ? [] : [`lamp ${index + 1} of ${kiosk} is ${state} at the end`],
      ),
    ),
    ...Object.entries(kept).flatMap(([unit, presses]) =>
      presses.length === 0 ? [] : [`${unit} still keeps what was pressed: ${presses.join(' ')}`],
    ),
    ...waitingPads.map((pad) => `${pad} still waits for an answer`),
    ...(isAnswered ? [] : ['a command over MQTT was never answered']),
    ...Object.entries(queues).flatMap(([service, told]) => {
      const waiting = [...hall.tickets.values()].filter(
        (each) => each.status === 'waiting' && each.service === service,
      );
      return told === waiting.length ? [] : [`the broker retains ${told} waiting for ${service}, ${waiting.length} do`];
    }),
    ...judgeBoard(hall, evidence),
    ...judgeParked(hall, evidence),
    ...judgeAlerts(hall, evidence),
    ...judgeDevices(evidence),
  ];
}

function judgeBoard(hall: Hall, { board }: RestEvidence): readonly string[] {
  if (!board) return ['the broker retains no board'];
  return Object.entries(board).flatMap(([counter, told]) => {
    const { state = 'closed', ticket } = hall.counters.get(counter) ?? {};
    const due = wordsOf({ state, label: ticket?.label ?? null, status: ticket?.status ?? null });
    return wordsOf(told) === due ? [] : [`the board shows ${counter} ${wordsOf(told)}, the journal has it ${due}`];
  });
}

const wordsOf = ({ state, label, status }: WindowTold): string => [state, label, status].filter(Boolean).join(' ');

function judgeParked(hall: Hall, { parked }: RestEvidence): readonly string[] {
  const labels = [...hall.tickets.values()].filter(({ status }) => status === 'parked').map(({ label }) => label);
  const [told, due] = [parked, labels].map((each) => each.toSorted().join(' ') || 'nobody');
  return told === due ? [] : [`the broker retains as parked ${told}, it is ${due}`];
}

/** Of queues and counters those that stand in the journal; of devices none, as all of them are well again. */
function judgeAlerts(hall: Hall, { alerts }: RestEvidence): readonly string[] {
  if (!alerts) return ['the broker retains no alerts'];
  const told = new Set(alerts.flatMap(({ id, device }) => (device === null ? [id] : [])));
  return [
    ...[...hall.alerts].filter((id) => !told.has(id)).map((id) => `alert ${id} stands, the broker does not retain it`),
    ...[...told].filter((id) => !hall.alerts.has(id)).map((id) => `the broker retains alert ${id}, it does not stand`),
    ...alerts
      .filter(({ device }) => device !== null)
      .map(({ kind, device }) => `the broker retains ${kind} of ${device}, which is well`),
  ];
}

function judgeDevices({ devices }: RestEvidence): readonly string[] {
  return Object.entries(devices).flatMap(([device, told]) => {
    if (!told) return [`the broker retains nothing of ${device}`];
    const ills = told.state === 'running' ? told.conditions : [told.state, ...told.conditions];
    return ills.length === 0 ? [] : [`the broker retains ${device} as ${ills.join(', ')}, it is well`];
  });
}
