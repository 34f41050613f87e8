// A branch whose supervisors stop on the word "starve": everything else of it goes on. node starved-supervisors.mjs BRANCH
import { catalogue } from '../../dist/devices/index.js';
import { systemClock } from '../../dist/src/clock.js';
import { systemFiles } from '../../dist/src/config/files.js';
import { loadConfig } from '../../dist/src/config/load.js';
import { systemWires } from '../../dist/src/daemon/devices.js';
import { mqttSettings } from '../../dist/src/daemon/mqtt.js';
import { openServiceManager } from '../../dist/src/daemon/service-manager.js';
import { keepWatchdog, pulseEvery } from '../../dist/src/daemon/watchdog.js';
import { startDaemon } from '../../dist/src/daemon.js';
import { openSqliteStore } from '../../dist/src/journal/sqlite.js';
import { openLog } from '../../dist/src/log.js';

const { config } = loadConfig(process.argv[2], catalogue, systemFiles());
const log = await openLog('info', 'program');
const clock = systemClock(() => true);
let isStarved = false;
// The clock of the branch loses its timers; the event loop, the journal's thread and the watchdog lose nothing.
const starving = {
  ...clock,
  after: (delay, run) => clock.after(delay, () => (isStarved ? undefined : run())),
};
const manager = await openServiceManager({ socket: process.env.NOTIFY_SOCKET, log, clock });
const daemon = await startDaemon({
  config,
  mqtt: mqttSettings(config),
  store: await openSqliteStore({ directory: config.journalDirectory, log, clock }),
  clock: starving,
  log,
  seed: 1,
  wires: systemWires(starving, log),
});
manager.tell({ READY: '1' });
keepWatchdog({ manager, clock, log, every: pulseEvery(process.env, process.pid), look: daemon.pulse });
process.stdin.on('data', (word) => {
  if (word.toString().trim() === 'starve') isStarved = true;
});
setInterval(() => log.info({}, 'the loop turns'), 200);
