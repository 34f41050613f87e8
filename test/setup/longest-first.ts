import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * What takes longest on two quiet cores, longest first: what starts last is short, so that no core idles at the end. Whole
 * demos and the long waits of disks and watchdogs stand one by one between what works: where more than two demos meet, one
 * waits at test/setup/demos, and its process with it. What has a process to itself is at the beginning, since a process that
 * is shared ends before it. A name that is missing here costs time only; a name without a file is a fault.
 */
export const LONGEST: readonly string[] = [
  'test/faults/days/planted.test.ts',
  'test/faults/days/planted-alerts.test.ts',
  'test/faults/days/planted-rest.test.ts',
  'src/queue/ahead-leaps.test.ts',
  'test/browser/hall-rules.test.ts',
  'test/browser/access.test.ts',
  'test/e2e/service.test.ts',
  'test/gpio/presses.test.ts',
  'test/browser/calling.test.ts',
  'test/faults/cuts/cuts.test.ts',
  'test/faults/cables.test.ts',
  'test/faults/devices/devices.test.ts',
  'test/faults/kill/kill.test.ts',
  'test/setup/setup.test.ts',
  'src/simulate/advise/advise.test.ts',
  'test/e2e/traffic.test.ts',
  'test/browser/rules.test.ts',
  'src/simulate/told.test.ts',
  'src/cli/crew.test.ts',
  'src/journal/faults.test.ts',
  'test/faults/slow-disk.test.ts',
  'test/browser/demo.test.ts',
  'test/branch/crash.test.ts',
  'src/config/fuzz.test.ts',
  'test/browser/switches.test.ts',
  'test/e2e/refused.test.ts',
  'test/e2e/http.test.ts',
  'test/e2e/prepare.test.ts',
  'test/browser/lobby.test.ts',
  'test/e2e/programs.test.ts',
  'test/faults/broken-disk.test.ts',
  'src/cli/what-if.test.ts',
  'src/queue/recounts.test.ts',
  'test/browser/hall.test.ts',
  'src/queue/random-days.test.ts',
  'src/queue/history.test.ts',
  'test/browser/guidance.test.ts',
  'test/doctor/program.test.ts',
  'src/queue/reach.test.ts',
  'test/browser/panel.test.ts',
  'test/browser/goldens.test.ts',
  'test/e2e/stage.test.ts',
  'test/doctor/doctor.test.ts',
];

/**
 * The order in which files start.
 *
 * @param paths from the root, in any order
 * @returns the same, the long ones first, all others in the order in which they came
 */
export function inOrder<T>(files: readonly T[], pathOf: (file: T) => string): readonly T[] {
  const place = (file: T): number => {
    const at = LONGEST.indexOf(pathOf(file));
    return at < 0 ? LONGEST.length : at;
  };
  return files.toSorted((one, other) => place(one) - place(other));
}

/** Has vitest start the longest files first, also where it has not yet seen how long they take. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files);
    return [...inOrder(usual, ({ moduleId }) => relative(this.ctx.config.root, moduleId))];
  }
}
