import { dirname } from 'node:path';
import type { Config } from '../config/config.ts';
import type { JournalFiles } from '../journal/files.ts';
import { type Finding, fault } from './finding.ts';
import type { Machine } from './machine.ts';
import { groupName, may, type Owner, RIGHTS } from './owner.ts';

/** Whose rights are looked at, and where. */
export interface RightsCheck {
  readonly machine: Machine;
  readonly owner: Owner;
}

/**
 * The files that the daemon reads, by their permission bits and those of the folders above: root, who often runs the doctor,
 * may read everything, the daemon may not. Nothing is said of a file that is not there.
 */
export function examineRights(config: Config, check: RightsCheck): readonly Finding[] {
  const { branch, standard } = config.files;
  const secrets = config.mqtt.kind === 'broker' ? [config.mqtt.passwordFile, config.mqtt.caFile] : [];
  const tokens = (config.http?.clients ?? []).map(({ tokenFile }) => tokenFile);
  return [
    ...[branch, standard].flatMap((path) => unread('config/permission', path, `sudo chmod 644 ${path}`, check)),
    ...secrets.flatMap((path) =>
      path === null ? [] : unread('broker/secret-permission', path, secretCure(path, check), check),
    ),
    ...tokens.flatMap((path) => unread('http/secret-permission', path, secretCure(path, check), check)),
  ];
}

/** The files of a journal that is there, which the daemon reads and writes. At most one finding, which names them all. */
export function examineJournalRights(files: JournalFiles, { machine, owner }: RightsCheck): readonly Finding[] {
  const closed = [files.database, files.wal, files.shm, files.head, files.lock].filter((path) => {
    const node = machine.node(path);
    return node !== null && !may(owner, node, RIGHTS.read | RIGHTS.write);
  });
  if (closed.length === 0) return [];
  const names = closed.join(' ');
  const next = `sudo chown ${owner.name}: ${names} && sudo chmod u+rw ${names}, then sudo systemctl restart lobbyd`;
  return [fault('journal/permission', names, `the daemon's user ${owner.name} may not read and write it`, next)];
}

function unread(
  id: 'config/permission' | 'broker/secret-permission' | 'http/secret-permission',
  path: string,
  cure: string,
  { machine, owner }: RightsCheck,
): readonly Finding[] {
  const real = machine.realPath(path) ?? path;
  const shut = foldersAbove(real).find((folder) => {
    const node = machine.node(folder);
    return node !== null && !may(owner, node, RIGHTS.enter);
  });
  if (shut !== undefined) {
    const what = `the daemon's user ${owner.name} may not enter ${shut}, so that it cannot read the file`;
    return [
      fault(id, path, what, `keep the file in a folder that it may enter, as /etc/lobbyd, or sudo chmod a+x ${shut}`),
    ];
  }
  const node = machine.node(real);
  if (node === null || may(owner, node, RIGHTS.read)) return [];
  return [fault(id, path, `the daemon's user ${owner.name} may not read it`, cure)];
}

/** For root and the daemon alone. */
function secretCure(path: string, { machine, owner }: RightsCheck): string {
  return `sudo chown root:${groupName(machine, owner.group)} ${path} && sudo chmod 640 ${path}`;
}

/** From the root of all down. */
function foldersAbove(path: string): readonly string[] {
  const folder = dirname(path);
  return folder === path ? [] : [...foldersAbove(folder), folder];
}
