import { textAt } from '../draft.ts';
import { beside, type ConfigFiles, passwordOf } from '../files.ts';
import { valueAt } from '../issues.ts';
import type { Problem } from '../problems.ts';
import type { Source } from '../yaml.ts';
import { openSecret, unreadableFile } from './secrets.ts';

/** Keys of `mqtt` that mean something only beside another. */
const NEEDS = [
  ['username', 'url'],
  ['passwordFile', 'username'],
  ['caFile', 'url'],
  ['clientId', 'url'],
] as const;

/** Settings of the broker that mean nothing beside others, and the files that the daemon reads to log in. */
export function* checkMqtt(source: Source, files: Pick<ConfigFiles, 'read'>): Generator<Problem> {
  const has = (key: string): boolean => valueAt(source.value, ['mqtt', key]) !== undefined;
  for (const [key, other] of NEEDS) {
    if (!has(key) || has(other)) continue;
    const what = `mqtt.${key} means nothing without mqtt.${other}`;
    yield source.problem('error', ['mqtt', key], what, `mqtt.${other} beside it`, 'key');
  }
  if (has('url') && has('embeddedPort')) {
    const what = 'mqtt.embeddedPort means nothing beside mqtt.url';
    yield source.problem('error', ['mqtt', 'embeddedPort'], what, 'one of the two', 'key');
  }
  const url = textAt(source.value, ['mqtt', 'url']);
  if (has('caFile') && url?.startsWith('mqtt:')) {
    const what = 'mqtt.caFile means nothing to an unencrypted broker';
    yield source.problem('error', ['mqtt', 'caFile'], what, 'an mqtts url', 'key');
  }
  yield* checkPassword(source, files);
  yield* checkAuthority(source, files);
}

function* checkPassword(source: Source, files: Pick<ConfigFiles, 'read'>): Generator<Problem> {
  const path = ['mqtt', 'passwordFile'];
  const named = textAt(source.value, path);
  if (named === null) return;
  const file = beside(source.file, named);
  const found = files.read(file);
  if (found.kind === 'unreadable') {
    yield unreadableFile(source, path, `the password file ${file}`, found);
    return;
  }
  if (passwordOf(found.text) === '') {
    const what = `the first line of the password file ${file} is empty`;
    yield source.problem('error', path, what, 'the password in its first line');
  }
  if (found.isOpenToAll) yield openSecret(source, path, `the password file ${file}`);
}

/** The marks of a certificate that OpenSSL takes as an authority. */
const CERTIFICATE = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----/;

function* checkAuthority(source: Source, files: Pick<ConfigFiles, 'read'>): Generator<Problem> {
  const path = ['mqtt', 'caFile'];
  const named = textAt(source.value, path);
  if (named === null) return;
  const file = beside(source.file, named);
  const found = files.read(file);
  if (found.kind === 'unreadable') {
    yield unreadableFile(source, path, `the file ${file} of the certificate authority`, found);
  } else if (!CERTIFICATE.test(found.text)) {
    const what = `the file ${file} holds no certificate`;
    yield source.problem('error', path, what, 'the certificate of the authority as PEM text');
  }
}
