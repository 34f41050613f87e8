#!/usr/bin/env node
import { systemProcess } from '../process.ts';

const port = systemProcess();
// The rest takes a while to load, and a SIGHUP would end the daemon meanwhile: the files that it means are read after it.
if (port.arguments[2] === 'run' && port.outputReader !== 'terminal') port.onReload(() => {});
await import('./no-jit.ts');
const { main } = await import('./command-line.ts');
port.setExitCode(await main(port));
