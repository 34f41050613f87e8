import type { Machine, Node } from './machine.ts';

/** The user as whom the daemon runs. */
export interface Owner {
  readonly name: string;
  readonly uid: number;
  /** Its own group. */
  readonly group: number;
  /** All groups, its own among them. */
  readonly groups: ReadonlySet<number>;
}

/** What systemd says of the daemon's unit: values by property, null without systemd or unit. */
export type Unit = Readonly<Record<string, string>> | null;

/** The daemon's user where nothing says otherwise. */
const USER = 'lobbyd';

/**
 * As whom the daemon runs here: the unit's user with its groups, else the user `lobbyd`, else whoever runs this.
 */
export function ownerOf(machine: Machine, unit: Unit): Owner {
  const users = linesOf(machine.text('/etc/passwd'));
  const named = unit === null ? USER : unit.User || 'root';
  const found =
    users.find(([name]) => name === named) ?? users.find(([, , uid]) => Number(uid) === machine.self.uid) ?? [];
  const [name = String(machine.self.uid), , uid = String(machine.self.uid), gid = String(machine.self.gid)] = found;
  const extra = (unit?.SupplementaryGroups ?? '').split(' ').filter((group) => group !== '');
  const groups = linesOf(machine.text('/etc/group'))
    .filter(([group = '', , , members = '']) => extra.includes(group) || members.split(',').includes(name))
    .map(([, , number]) => Number(number));
  return { name, uid: Number(uid), group: Number(gid), groups: new Set([Number(gid), ...groups]) };
}

/** Permission bits of one class of users; to be put together by `|`. */
export const RIGHTS = { read: 4, write: 2, enter: 1 } as const;

/** Whether a user may read and write something, by its permission bits (folders: also enter). */
export function mayUse(owner: Owner, node: Node): boolean {
  const { read, write, enter } = RIGHTS;
  return may(owner, node, node.kind === 'directory' ? read | write | enter : read | write);
}

/**
 * Whether a user has rights on something, by its permission bits.
 *
 * @param wanted of {@link RIGHTS}
 */
export function may(owner: Owner, node: Node, wanted: number): boolean {
  if (owner.uid === 0) return true;
  const shift = node.uid === owner.uid ? 6 : owner.groups.has(node.gid) ? 3 : 0;
  return ((node.mode >> shift) & wanted) === wanted;
}

/** The name of a group, its number when it has none. */
export function groupName(machine: Machine, gid: number): string {
  return linesOf(machine.text('/etc/group')).find(([, , number]) => Number(number) === gid)?.[0] ?? String(gid);
}

function linesOf(text: string | null): readonly (readonly string[])[] {
  return (text ?? '').split('\n').map((line) => line.split(':'));
}
