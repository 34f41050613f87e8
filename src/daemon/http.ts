import type { LiveBranch } from '../branch/branch.ts';
import type { Clock } from '../clock.ts';
import type { Config, HttpClientConfig } from '../config/config.ts';
import type { ConfigFiles } from '../config/files.ts';
import { TOKEN_EXPECTED, tokenFlaw, tokenOf } from '../config/tokens.ts';
import type { Log } from '../devices/log.ts';
import { LobbydError } from '../errors.ts';
import { type HttpClient, tokenHash } from '../http/clients.ts';
import type { Http, HttpSettings } from '../http/http.ts';
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
  readonly branch: LiveBranch;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly seed: number;
  readonly live: Live;
  readonly mqtt: Mqtt;
  readonly lifetime: Lifetime;
}

/**
 * Takes commands over HTTP where the configuration says so. The server is loaded only then.
 *
 * @returns null where it does not
 */
export async function openHttp(settings: HttpSettings | null, needs: HttpNeeds): Promise<Http | null> {
  if (!settings) return null;
  const { live, mqtt, lifetime, branch, store, clock, log, seed } = needs;
  const { runHttp } = await import('../http/http.ts');
  const http = runHttp({
    branch,
    store,
    clock,
    log,
    seed,
    settings,
    defaults: commandDefaults(live),
    replay: (from) => mqtt.replay(from),
    trouble: () => branch.trouble(),
  });
  lifetime.hold('http', () => http.stop());
  return http;
}
