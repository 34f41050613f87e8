import { parentPort, workerData } from 'node:worker_threads';
import { LobbydError } from '../errors.ts';
import { DaysOf } from '../simulate/days.ts';
import { type PortableScenario, unpacked } from '../simulate/portable.ts';
import type { AnsweredDay, AskedDay } from './crew.ts';

/** A thread that plays days of one scenario, one after the other. */
const port = parentPort;
if (!port) {
  throw new LobbydError({
    code: 'cli/no-parent',
    what: 'this file is a thread that plays days and was started by itself',
    where: import.meta.url,
    next: 'start lobbyd simulate or lobbyd advise',
  });
}
const days = new DaysOf(unpacked(workerData as PortableScenario));

port.on('message', ({ id, kind, question }: AskedDay) => {
  port.postMessage({ id, answer: days.answer(kind, question) } satisfies AnsweredDay);
});
