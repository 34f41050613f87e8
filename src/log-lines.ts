import { writeSync } from 'node:fs';

/** Bytes of log that may wait for a reader that is slow; further lines are lost, and counted. */
export const LOG_BEHIND_MOST = 1_000_000;

/** Where pino writes to. */
export interface LogLines {
  write(line: string): void;
}

/**
 * Log lines to a file descriptor, at once where it takes them. The branch waits for nobody who reads its log: what a
 * full pipe does not take now goes out with the next line, up to {@link LOG_BEHIND_MOST}; a pipe that broke takes nothing.
 *
 * @param write like `fs.writeSync` on that descriptor: gives the number of bytes that were taken
 * @param lostText the line that says how many were lost
 */
export function logLines(
  write: (bytes: Uint8Array) => number = (bytes) => writeSync(1, bytes),
  lostText: (lost: number) => string = (lost) => JSON.stringify({ level: 'warn', msg: lostWords(lost) }),
): LogLines {
  let waiting: Buffer = Buffer.alloc(0);
  let lost = 0;
  return {
    write(line) {
      const lines = lost === 0 ? line : `${lostText(lost)}\n${line}`;
      const bytes = Buffer.from(lines);
      if (waiting.length + bytes.length > LOG_BEHIND_MOST) lost += 1;
      else {
        waiting = Buffer.concat([waiting, bytes]);
        lost = 0;
      }
      try {
        waiting = waiting.subarray(write(waiting));
      } catch (caught) {
        if ((caught as NodeJS.ErrnoException).code !== 'EAGAIN') waiting = Buffer.alloc(0);
      }
    },
  };
}

/** What is said of lines that were lost. */
export function lostWords(lost: number): string {
  return `${lost} lines of log were lost`;
}
