import { systemClock } from '../clock.ts';
import { WorkerLink } from '../journal/link.ts';
import { systemProcess } from '../process.ts';

const port = systemProcess();
// The rest takes a while to load, and a SIGHUP would end the daemon meanwhile: the files that it means are read after it.
if (port.arguments[2] === 'run' && port.outputReader !== 'terminal') port.onReload(() => {});
// It loads in a thread of its own beside the program and its files: a start waits for it all the same.
const journal = port.arguments[2] === 'run' ? new WorkerLink(systemClock(() => false)) : null;

async function start(): Promise<void> {
  await import('./no-jit.ts');
  const { main } = await import('./command-line.ts');
  const code = await main(port, journal);
  await journal?.end();
  port.setExitCode(code);
}

void start();
