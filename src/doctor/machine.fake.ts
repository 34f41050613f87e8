import type { Machine, Node } from './machine.ts';

/** A machine of a few files: what is not named is not there. */
export function fakeMachine(
  over: Partial<Machine> & { readonly texts?: Readonly<Record<string, string>> } = {},
): Machine {
  const { texts = {}, ...rest } = over;
  return {
    text: (path) => texts[path] ?? null,
    link: () => null,
    realPath: (path) => path,
    list: () => [],
    node: () => null,
    mayEnter: () => true,
    space: () => null,
    run: async () => null,
    self: { uid: 1_000, gid: 1_000, pid: 1 },
    ...rest,
  };
}

/** A serial port of root and a group, as udev leaves it. */
export function fakeNode(over: Partial<Node> = {}): Node {
  return { kind: 'character', uid: 0, gid: 20, mode: 0o660, inode: 5, device: '00:06', size: 0, ...over };
}
