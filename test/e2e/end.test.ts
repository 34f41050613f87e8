import { execFile } from 'node:child_process';
import { expect, it } from 'vitest';
import { built } from '../built.ts';

/** A program whose work is done while it still listens: a part forgot to close. */
const FORGETFUL = `
import { createServer } from 'node:net';
import { systemProcess } from ${JSON.stringify(built('src/process.ts').href)};
createServer().listen(0, '127.0.0.1', () => systemProcess().setExitCode(1));
`;

it('a program whose work is done ends, also when a part was left open, and names its kind', async () => {
  const ended = await new Promise<{ code: unknown; stderr: string }>((resolve) => {
    execFile(process.execPath, ['--input-type=module', '--eval', FORGETFUL], (error, _stdout, stderr) =>
      resolve({ code: error?.code, stderr }),
    );
  });
  expect(ended).toEqual({ code: 1, stderr: expect.stringMatching(/still open: .*TCPServerWrap/) });
});
