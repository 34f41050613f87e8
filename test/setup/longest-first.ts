import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * What takes longest on two quiet cores, longest first, those that wait between those that work: what starts last is
 * short, so that no core idles at the end. A name that is missing here costs time only; a name without a file is a fault.
 */
export const LONGEST: readonly string[] = [
  'test/browser/hall-rules.test.ts',
  'test/faults/days/planted.test.ts',
  'test/browser/access.test.ts',
  'test/browser/calling.test.ts',
  'test/browser/hall-closing.test.ts',
  'test/browser/rules.test.ts',
  'test/gpio/presses.test.ts',
  'test/e2e/traffic.test.ts',
  'test/faults/days/planted-alerts.test.ts',
  'test/e2e/service.test.ts',
  'test/faults/kill/kill.test.ts',
  'test/browser/demo.test.ts',
  'test/faults/devices/devices.test.ts',
  'test/browser/switches.test.ts',
  'test/faults/cables.test.ts',
  'src/journal/faults.test.ts',
  'test/faults/slow-disk.test.ts',
  'test/browser/lobby.test.ts',
  'test/browser/hall.test.ts',
  'test/browser/panel.test.ts',
  'test/branch/crash.test.ts',
  'test/browser/goldens.test.ts',
  'src/journal/damage.test.ts',
  'test/faults/cuts/cuts.test.ts',
  'test/e2e/programs.test.ts',
  'src/queue/ahead-leaps.test.ts',
  'src/config/fuzz.test.ts',
  'src/queue/recounts.test.ts',
  'src/queue/random-days.test.ts',
  'src/queue/history.test.ts',
  'test/doctor/program.test.ts',
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
