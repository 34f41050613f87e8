import { parentPort } from 'node:worker_threads';
import Sqlite from 'better-sqlite3';
import { asFault, LobbydError, messageOf } from '../errors.ts';
import { type Answered, type Answers, type Asked, plainFault, type QuestionKind } from './messages.ts';
import { type Work, workOn } from './work.ts';
import { closedFault, failedFault } from './write-faults.ts';

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
/** On the journal that it was asked to open. */
const given: { work: Work | null; directory: string } = { work: null, directory: import.meta.url };

const post = (message: Answered): void => port.postMessage(message);

port.on('message', (asked: Asked) => void reply(asked));

async function reply(asked: Asked): Promise<void> {
  try {
    post({ id: asked.id, answer: await answerTo(asked) });
    if (asked.kind === 'append') given.work?.settle();
  } catch (caught) {
    post({ id: asked.id, fault: plainFault(faultOf(asked, caught)) });
  }
}

/** A journal that can be neither made nor brought up to date, most often for want of space, is no fault of the program. */
function faultOf({ kind }: Asked, caught: unknown): LobbydError {
  const { directory } = given;
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
      given.directory = question.directory;
      given.work = workOn(question);
      return given.work.open(question.since);
    case 'append':
      return opened().append(question);
    case 'read':
      return opened().read(question.from, question.limit);
    case 'checkpoint':
      return opened().checkpoint();
    case 'ping':
      return null;
    case 'close':
      return given.work?.close() ?? null;
  }
}

function opened(): Work {
  if (given.work) return given.work;
  throw closedFault(given.directory, 'report this: the program asked for a journal before it opened one');
}
