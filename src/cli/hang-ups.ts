import type { ProcessPort } from '../process.ts';
import type { ReloadDesk } from './reload-desk.ts';

/** Signals by which a terminal is closed, and by which a daemon is told to read its files. */
export interface HangUps {
  /** Resolves when the terminal was closed: nobody is there any more who wanted to see it run. */
  readonly left: Promise<string>;
  /** Takes the signals from now on, and the one that came before. */
  serve(desk: Pick<ReloadDesk, 'ask'>): void;
}

/** SIGHUP asks for a reload, or is a stop from a terminal. From the first moment on: without a listener it kills. */
export function holdHangUps(port: ProcessPort): HangUps {
  let isAsked = false;
  let desk: Pick<ReloadDesk, 'ask'> | null = null;
  const left = new Promise<string>((resolve) => {
    port.onReload(() => {
      if (port.outputReader === 'terminal') return resolve('SIGHUP');
      if (desk) void desk.ask();
      else isAsked = true;
    });
  });
  return {
    left,
    serve(served) {
      desk = served;
      if (isAsked) void served.ask();
    },
  };
}
