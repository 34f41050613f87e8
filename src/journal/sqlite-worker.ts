import { parentPort, workerData } from 'node:worker_threads';
import Sqlite from 'better-sqlite3';
import { asFault, LobbydError, messageOf } from '../errors.ts';
import { type Answered, type Answers, type Asked, plainFault, type QuestionKind, type WorkerData } from './messages.ts';
import { workOn } from './work.ts';
import { failedFault } from './write-faults.ts';

/** The journal's thread: all that may wait for the disk happens here, one question after the other, the sync of the head file beside the next. */
const port = parentPort;
if (!port) {
  throw new LobbydError({
    code: 'journal/no-parent',
    what: 'this file is the thread of a journal and was started by itself',
    where: import.meta.url,
    next: 'start lobbyd',
  });
}
const work = workOn(workerData as WorkerData);

const post = (message: Answered): void => port.postMessage(message);

port.on('message', (asked: Asked) => void reply(asked));

async function reply(asked: Asked): Promise<void> {
  try {
    post({ id: asked.id, answer: await answerTo(asked) });
    if (asked.kind === 'append') work.settle();
  } catch (caught) {
    post({ id: asked.id, fault: plainFault(faultOf(asked, caught)) });
  }
}

/** A journal that can be neither made nor brought up to date, most often for want of space, is no fault of the program. */
function faultOf({ kind }: Asked, caught: unknown): LobbydError {
  const { directory } = workerData as WorkerData;
  if (kind === 'open' && caught instanceof Sqlite.SqliteError)
    return failedFault(directory, caught.code, messageOf(caught));
  return asFault(caught, {
    code: 'journal/broken',
    what: messageOf(caught),
    where: directory,
    next: 'check the disk: its space, its mount, and the messages of the kernel (`dmesg`)',
  });
}

function answerTo({ kind, question }: Asked): Answers[QuestionKind] | Promise<Answers[QuestionKind]> {
  switch (kind) {
    case 'open':
      return work.open(question.since);
    case 'append':
      return work.append(question);
    case 'read':
      return work.read(question.from, question.limit);
    case 'checkpoint':
      return work.checkpoint();
    case 'ping':
      return null;
    case 'close':
      return work.close();
  }
}
