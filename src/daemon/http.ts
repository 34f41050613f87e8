import type { LiveBranch } from '../branch/branch.ts';
import type { Clock } from '../clock.ts';
import type { AlertDoor } from '../commands/perform.ts';
import type { PrinterDoor } from '../commands/printer-door.ts';
import type { Config, HttpClientConfig } from '../config/config.ts';
import type { ConfigFiles } from '../config/files.ts';
import { TOKEN_EXPECTED, tokenFlaw, tokenOf } from '../config/tokens.ts';
import type { Log } from '../devices/log.ts';
import { LobbydError } from '../errors.ts';
import { type HttpClient, tokenHash } from '../http/clients.ts';
import type { Http, HttpSettings, HttpStatus } from '../http/http.ts';
import type { Store } from '../journal/store.ts';
import type { Lifetime } from '../lifetime.ts';
import type { Mqtt } from '../mqtt/mqtt.ts';
import type { Live } from './live.ts';
import { commandDefaults } from './mqtt.ts';

/**
 * Who may give commands over HTTP, of a configuration; null when nobody may. Tokens are read from their files here, once,
 * and only their hashes are kept.
 *
 * @throws LobbydError `http/secret` when a token cannot be read, or is not one to rely on
 */
export function httpSettings({ http }: Config, files: Pick<ConfigFiles, 'read'>): HttpSettings | null {
  return http && { ...http, clients: http.clients.map((client) => clientOf(client, files)) };
}

function clientOf({ name, tokenFile, commands }: HttpClientConfig, files: Pick<ConfigFiles, 'read'>): HttpClient {
  const found = files.read(tokenFile);
  const token = found.kind === 'text' ? tokenOf(found.text) : '';
  const flaw = found.kind === 'text' ? tokenFlaw(token) : `cannot be read: ${found.reason}`;
  if (flaw === null) return { name, commands, tokenHash: tokenHash(token) };
  throw new LobbydError({
    code: 'http/secret',
    what: `the token of ${name} ${flaw}`,
    where: tokenFile,
    next: `make the file, readable by the user of the daemon alone, with ${TOKEN_EXPECTED}`,
  });
}

/** What commands over HTTP need of a running branch. */
export interface HttpNeeds {
  /** Reads who may give commands; see {@link httpSettings}. */
  settingsOf(config: Config): HttpSettings | null;
  readonly branch: LiveBranch;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly seed: number;
  readonly live: Live;
  readonly mqtt: Mqtt;
  readonly alerts: AlertDoor;
  readonly people: { readonly printers: PrinterDoor };
  readonly lifetime: Lifetime;
}

/** Where programs give commands over HTTP, as long as the configuration says so. */
export interface HttpDoor {
  /** Null: nobody may give commands over HTTP. */
  status(): HttpStatus | null;
  /**
   * What a configuration and its token files say now.
   *
   * @throws LobbydError `http/secret`
   */
  read(config: Config): HttpSettings | null;
  /** Whether these are not the ones in force. */
  isOther(settings: HttpSettings | null): boolean;
  /** Puts them in force. Connections stay where only clients change. */
  change(settings: HttpSettings | null): Promise<void>;
}

interface Opened {
  readonly settings: HttpSettings;
  readonly http: Promise<Http>;
  close(): Promise<void>;
}

/**
 * Makes the door, which is not there yet. The server is loaded when the first configuration wants it, and nobody waits for
 * that: customers come first.
 */
export function httpDoor(needs: HttpNeeds): HttpDoor {
  const { branch, store, clock, log, seed, live, mqtt, alerts, people, lifetime } = needs;
  let opened: Opened | null = null;
  let running: Http | null = null;
  const isOther = (settings: HttpSettings | null): boolean => textOf(settings) !== textOf(opened?.settings ?? null);
  const run = async (settings: HttpSettings): Promise<Http> => {
    const { runHttp } = await import('../http/http.ts');
    const defaults = commandDefaults(live, people.printers);
    const replay: Mqtt['replay'] = (from) => mqtt.replay(from);
    const trouble: LiveBranch['trouble'] = () => branch.trouble();
    running = runHttp({ branch, store, clock, log, seed, settings, defaults, alerts, replay, trouble });
    return running;
  };
  return {
    status: () => running?.status() ?? null,
    read: (config) => needs.settingsOf(config),
    isOther,
    async change(settings) {
      if (!isOther(settings)) return;
      if (opened && settings && placeOf(opened.settings) === placeOf(settings)) {
        (await opened.http).admit(settings.clients);
        opened = { ...opened, settings };
        return;
      }
      await opened?.close();
      running = null;
      opened = null;
      if (!settings) return;
      const http = run(settings);
      opened = { settings, http, close: lifetime.hold('http', async () => (await http).stop()) };
    },
  };
}

function placeOf({ listen, port }: HttpSettings): string {
  return `${listen} ${port}`;
}

/** Equal for settings that are equal. */
function textOf(settings: HttpSettings | null): string {
  return JSON.stringify(settings, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
  );
}
