import { diversionsOf, isOffered, machineAt } from '../queue/machines.ts';
import type { ServiceGuidance } from '../views/advice.ts';
import type { Painted, StateSources, Thing } from './state-views.ts';
import { topicLevel } from './topic-names.ts';

/** What customers prepare and read, and which machines do without a teller. */

type Sources = Pick<StateSources, 'branch' | 'guidance'>;

/** One for each service, and one for all machines where there are any. */
export function guidanceThings(sources: Sources): readonly Thing[] {
  const { rules } = sources.branch.committed;
  return [
    ...(rules?.services ?? []).flatMap(({ id }) => {
      const told = sources.guidance(id);
      return told ? [guidanceThing(sources, id, told)] : [];
    }),
    ...((rules?.machines ?? []).length === 0
      ? []
      : [{ name: 'diversion', paint: () => paintDiversion(sources.branch.committed) }]),
  ];
}

/** Where no machine does the service only the configuration changes it. */
function guidanceThing(sources: Sources, id: string, told: ServiceGuidance): Thing {
  const machines = sources.branch.committed.rules?.machines ?? [];
  const isSettled = !machines.some(({ services }) => services.includes(id));
  const name = `guidance/${topicLevel(id)}`;
  return { name, ...(isSettled ? { source: told } : {}), paint: () => paintGuidance(sources, id) };
}

/** For everybody in the hall: what is meant for some segments stands on their slips alone. */
function paintGuidance({ branch, guidance }: Sources, id: string): Painted<'guidance'> | null {
  const told = guidance(id);
  if (!told) return null;
  const { committed } = branch;
  const machines = (committed.rules?.machines ?? []).filter((machine) => machine.services.includes(id));
  return {
    service: id,
    names: { ...told.names },
    forms: told.forms.map((texts) => ({ ...texts })),
    messages: told.messages.map((message) => ({ id: message.id, texts: { ...message.texts } })),
    machines: machines
      .filter((machine) => isOffered(committed, machine))
      .map((machine) => ({ machine: machine.id, names: { ...machine.names } })),
  };
}

function paintDiversion(state: Sources['branch']['committed']): Painted<'diversion'> {
  return {
    day: state.day?.date ?? null,
    machines: (state.rules?.machines ?? []).map((machine) => {
      const { isUsable, queue } = machineAt(state, machine.id);
      const { id, names, services } = machine;
      const is = { isUsable, isOffered: isOffered(state, machine), queue };
      return { machine: id, names: { ...names }, services: [...services], ...is };
    }),
    today: diversionsOf(state).map((diversion) => ({ ...diversion })),
  };
}
