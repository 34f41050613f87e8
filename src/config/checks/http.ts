import { isAddress, isLoopback } from '../../addresses.ts';
import { lengthAt, textAt } from '../draft.ts';
import { beside, type ConfigFiles } from '../files.ts';
import { valueAt } from '../issues.ts';
import type { Problem } from '../problems.ts';
import { TOKEN_EXPECTED, tokenFlaw, tokenOf } from '../tokens.ts';
import type { Path, Source } from '../yaml.ts';
import { openSecret, unreadableFile } from './secrets.ts';

/** Commands over HTTP: who may give them, with which token, and to whom the port is open. */
export function* checkHttp(source: Source, files: Pick<ConfigFiles, 'read'>): Generator<Problem> {
  yield* checkAddress(source);
  const names = new Map<string, Path>();
  const tokens = new Map<string, Path>();
  for (let index = 0; index < lengthAt(source, ['http', 'clients']); index += 1) {
    const client = ['http', 'clients', index];
    yield* checkName(source, [...client, 'name'], names);
    yield* checkToken(source, [...client, 'tokenFile'], files, tokens);
  }
}

function* checkAddress(source: Source): Generator<Problem> {
  const listen = textAt(source.value, ['http', 'listen']);
  if (listen !== null && isAddress(listen) && !isLoopback(listen)) {
    const what = `who can reach ${listen} may try tokens, and reads them where the network is not his alone`;
    const expected = 'a network of the branch alone, or 127.0.0.1 behind a proxy with TLS';
    yield source.problem('warning', ['http', 'listen'], what, expected);
  }
  const port = valueAt(source.value, ['http', 'port']);
  const isOwnBroker = valueAt(source.value, ['mqtt', 'url']) === undefined;
  if (isOwnBroker && port !== undefined && port === valueAt(source.value, ['mqtt', 'embeddedPort'])) {
    const what = `${String(port)} is the port of lobbyd's own broker`;
    yield source.problem('error', ['http', 'port'], what, 'a port of its own');
  }
}

function* checkName(source: Source, path: Path, names: Map<string, Path>): Generator<Problem> {
  const name = textAt(source.value, path);
  if (name === null) return;
  const first = names.get(name);
  if (first) {
    const what = `"${name}" is the name of another client (line ${source.lineOf(first)})`;
    yield source.problem('error', path, what, 'a name of its own');
  } else names.set(name, path);
}

function* checkToken(
  source: Source,
  path: Path,
  files: Pick<ConfigFiles, 'read'>,
  tokens: Map<string, Path>,
): Generator<Problem> {
  const named = textAt(source.value, path);
  if (named === null) return;
  const file = beside(source.file, named);
  const noun = `the token file ${file}`;
  const found = files.read(file);
  if (found.kind === 'unreadable') {
    yield unreadableFile(source, path, noun, found);
    return;
  }
  const token = tokenOf(found.text);
  const flaw = tokenFlaw(token);
  if (flaw !== null) yield source.problem('error', path, `the token in ${file} ${flaw}`, TOKEN_EXPECTED);
  const first = tokens.get(token);
  if (first && flaw === null) {
    const what = `the token in ${file} is that of another client (line ${source.lineOf(first)})`;
    yield source.problem('error', path, what, 'a token of its own: it tells who asks');
  }
  tokens.set(token, first ?? path);
  if (found.isOpenToAll) yield openSecret(source, path, noun);
}
