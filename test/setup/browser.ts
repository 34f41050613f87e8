import { createServer } from 'node:net';
import type { BrowserServer } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { pathOf } from '../tools.ts';
import { portOf } from './demos.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Port of this machine at which whoever needs Chromium is told where it is. */
    readonly chromium: number;
  }
}

/**
 * One Chromium for all files of a run: a start costs as much as the tests of a small file. It starts when the first one asks,
 * and ends here, not with a process of tests, which vitest leaves half a second to end.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const asked: { browser: Promise<BrowserServer> | null } = { browser: null };
  const desk = createServer((socket) => {
    socket.on('error', () => {});
    asked.browser ??= start();
    asked.browser.then(
      (browser) => socket.end(browser.wsEndpoint()),
      (fault: Error) => socket.end(fault.message),
    );
  });
  project.provide('chromium', await portOf(desk));
  return async () => {
    desk.close();
    const browser = await asked.browser?.catch(() => null);
    await browser?.close();
  };
}

/** Most runs of a part open no page, and need not load what drives Chromium. */
async function start(): Promise<BrowserServer> {
  const { launchServer } = await import('../browser/shots.mjs');
  return await launchServer(pathOf('chromium'));
}
