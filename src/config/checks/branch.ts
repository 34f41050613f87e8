import type { AnyDriver } from '../../devices/driver.ts';
import { type BranchDraft, listAt, type Section, type StandardDraft } from '../draft.ts';
import type { ConfigFiles } from '../files.ts';
import type { Problem } from '../problems.ts';
import { NO_PRINTER } from '../schema/branch.ts';
import { checkBranchAlerts } from './alerts.ts';
import { checkBuses } from './buses.ts';
import { checkCare } from './care.ts';
import { checkLanguages, checkUnique } from './common.ts';
import { checkCounters } from './counters.ts';
import { checkMachines, checkYesButtons } from './guidance.ts';
import { checkHanzi } from './hanzi.ts';
import { checkBranchHours } from './hours.ts';
import { checkHttp } from './http.ts';
import { checkKiosks } from './kiosks.ts';
import { checkLastTickets } from './last-tickets.ts';
import { checkLeftAlone } from './left-alone.ts';
import { checkLimits } from './limits.ts';
import { checkMqtt } from './mqtt.ts';
import { checkPeople } from './people.ts';
import { checkPins } from './pins.ts';
import { checkPorts } from './ports.ts';
import { checkPower } from './power.ts';
import { checkKioskCards, checkOwnCounters } from './segments.ts';
import { checkSwitches } from './switches.ts';
import { checkUses } from './uses.ts';
import { checkCounterSteps } from './visit.ts';

/** What the schema cannot see in a branch: ids that lead nowhere, and what does not go together. */
export function* checkBranch(
  draft: BranchDraft,
  standard: StandardDraft,
  catalogue: readonly AnyDriver[],
  files: ConfigFiles,
): Generator<Problem> {
  yield* checkIds(draft);
  yield* checkLanguages(draft.source, ['name'], standard.languages, 'error');
  yield* checkLanguages(draft.source, ['ticket', 'farewell'], standard.languages, 'warning');
  yield* checkCounters(draft, standard);
  yield* checkCounterSteps(draft, standard);
  yield* checkSwitches(draft, standard);
  yield* checkBranchHours(draft, standard);
  yield* checkLastTickets(draft, standard);
  yield* checkOwnCounters(draft, standard);
  yield* checkBranchAlerts(draft, standard);
  yield* checkLeftAlone(draft, standard);
  yield* checkKiosks(draft, standard);
  yield* checkKioskCards(draft, standard);
  yield* checkMachines(draft, standard);
  yield* checkYesButtons(draft, standard);
  yield* checkCare(draft, standard);
  yield* checkUses(draft, catalogue);
  yield* checkBuses(draft, catalogue);
  yield* checkPorts(draft, catalogue, files);
  yield* checkPins(draft, catalogue);
  yield* checkLimits(draft, standard, catalogue);
  yield* checkHanzi(draft, standard, catalogue);
  yield* checkMqtt(draft.source, files);
  yield* checkHttp(draft.source, files);
  yield* checkPeople(draft.source);
  yield* checkPower(draft, catalogue);
}

/** Counters, kiosks, machines, buses and devices share one set of ids: each names a unit in topics and logs. */
function* checkIds(draft: BranchDraft): Generator<Problem> {
  const { counters, kiosks, buses, devices, source } = draft;
  const machines = listAt(source, ['machines']);
  const sections: readonly Section<unknown>[] = [counters, kiosks, machines, buses, devices];
  yield* checkUnique(source, { entries: sections.flatMap(({ entries }) => entries), isComplete: true });
  for (const { id, path } of devices.entries) {
    if (id !== NO_PRINTER) continue;
    yield source.problem('error', [...path, 'id'], `"${NO_PRINTER}" stands for no device`, 'another id');
  }
}
