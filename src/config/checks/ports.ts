import { posix } from 'node:path';
import type { AnyDriver } from '../../devices/driver.ts';
import { type BranchDraft, textAt } from '../draft.ts';
import type { ConfigFiles } from '../files.ts';
import { label, valueAt } from '../issues.ts';
import type { Problem } from '../problems.ts';
import { type WireConfig, wireSchema } from '../schema/wire.ts';
import type { Path } from '../yaml.ts';

interface Port {
  readonly owner: string;
  readonly path: Path;
  readonly wire: WireConfig;
}

/** Names that the kernel gives in the order in which it finds the adapters. */
const MOVING_NAME = /^\/dev\/tty(?:USB|ACM)\d+$/;

/** Wires of devices and buses: two on one port, by whatever names; names that move at the next start. */
export function* checkPorts(
  draft: BranchDraft,
  catalogue: readonly AnyDriver[],
  files: Pick<ConfigFiles, 'realPath'>,
): Generator<Problem> {
  const { source } = draft;
  const firsts = new Map<string, Port>();
  for (const port of portsOf(draft, catalogue)) {
    const key = keyOf(port.wire, files);
    const first = firsts.get(key);
    if (first) {
      const also = nameOf(first.wire) === nameOf(port.wire) ? '' : `, there as ${nameOf(first.wire)}`;
      const what = `${nameOf(port.wire)} is the port of "${first.owner}" (line ${source.lineOf(first.path)}${also})`;
      yield source.problem('error', port.path, what, 'a port of its own');
    } else firsts.set(key, port);
    if (port.wire.kind === 'serial' && MOVING_NAME.test(port.wire.path)) {
      const what = `${port.wire.path} may be another adapter after the next start`;
      yield source.problem('warning', port.path, what, 'its name in /dev/serial/by-path or by-id');
    }
  }
}

/** Every wire that can be read, whatever else is wrong with its bus or device. */
function* portsOf({ source, buses, devices }: BranchDraft, catalogue: readonly AnyDriver[]): Generator<Port> {
  const hangsOnBus = (path: Path): boolean => {
    const name = textAt(source.value, [...path, 'driver']);
    return catalogue.some((driver) => driver.name === name && driver.attach === 'bus');
  };
  const wired = [...buses.entries, ...devices.entries.filter(({ path }) => !hangsOnBus(path))];
  for (const { id, path } of wired) {
    const { data: wire } = wireSchema.safeParse(valueAt(source.value, [...path, 'wire']));
    if (wire) yield { owner: id ?? label(path), wire, path: [...path, 'wire', wire.kind] };
  }
}

function keyOf(wire: WireConfig, files: Pick<ConfigFiles, 'realPath'>): string {
  if (wire.kind === 'tcp') return `${wire.host.toLowerCase()}:${wire.port}`;
  return files.realPath(wire.path) ?? posix.normalize(wire.path);
}

/** A wire as the technician wrote it. */
function nameOf(wire: WireConfig): string {
  return wire.kind === 'serial' ? wire.path : `${wire.host}:${wire.port}`;
}
