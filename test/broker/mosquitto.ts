import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ms, sleep, systemClock } from '../../src/clock.ts';

const BINARY = ['/usr/sbin/mosquitto', '/usr/bin/mosquitto', '/usr/local/sbin/mosquitto'].find(existsSync);

/** Why tests that need Mosquitto cannot run, null when they can. */
export const NO_MOSQUITTO = BINARY ? null : 'mosquitto is not installed: apt install mosquitto';

/** A real Mosquitto on a loopback port of its own. */
export interface Mosquitto {
  readonly port: number;
  readonly url: string;
  start(): Promise<void>;
  /** kill -9: what it held in memory is gone. */
  kill(): Promise<void>;
  /** Stops it and removes its files. */
  remove(): Promise<void>;
}

/**
 * Makes one that is not yet started. Its persistence is off, so a restart forgets sessions and retained messages,
 * as after a power cut before its next snapshot.
 *
 * @param access whether clients without a name may come, and the lines of its access file
 */
export async function makeMosquitto(
  access: { readonly isOpen?: boolean; readonly rights?: readonly string[] } = {},
): Promise<Mosquitto> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'lobbyd-mosquitto-'));
  const file = join(folder, 'mosquitto.conf');
  const rights = join(folder, 'rights');
  const lines = [
    `listener ${port} 127.0.0.1`,
    `allow_anonymous ${access.isOpen ?? true}`,
    'persistence false',
    // As docs/mqtt.md advises.
    'set_tcp_nodelay true',
  ];
  if (access.rights) {
    // Mosquitto started by root runs as a user of its own, who must be able to read it.
    await chmod(folder, 0o755);
    await writeFile(rights, `${access.rights.join('\n')}\n`);
    lines.push(`acl_file ${rights}`);
  }
  await writeFile(file, `${lines.join('\n')}\n`);
  let child: ChildProcess | null = null;

  const kill = async (): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    child = null;
  };
  return {
    port,
    url: `mqtt://127.0.0.1:${port}`,
    async start() {
      child = spawn(BINARY ?? 'mosquitto', ['-c', file], { stdio: 'ignore' });
      await answering(port);
    },
    kill,
    async remove() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A loopback port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

const clock = systemClock(() => true);

async function answering(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (isOpen) return;
    await sleep(clock, ms(20));
  }
}
