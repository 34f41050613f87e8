import { posix } from 'node:path';
import type { BranchDraft } from '../draft.ts';
import type { ConfigFiles } from '../files.ts';
import type { Problem } from '../problems.ts';
import type { WireConfig } from '../schema/wire.ts';
import type { Path } from '../yaml.ts';

interface Port {
  readonly owner: string;
  readonly path: Path;
  readonly wire: WireConfig;
}

/** Names that the kernel gives in the order in which it finds the adapters. */
const MOVING_NAME = /^\/dev\/tty(?:USB|ACM)\d+$/;

/** Wires of devices and buses: two on one port, by whatever names; names that move at the next start. */
export function* checkPorts(draft: BranchDraft, files: Pick<ConfigFiles, 'realPath'>): Generator<Problem> {
  const { source } = draft;
  const firsts = new Map<string, Port>();
  for (const port of portsOf(draft)) {
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

function* portsOf(draft: BranchDraft): Generator<Port> {
  for (const { value, path } of draft.buses.entries) {
    if (value) yield { owner: value.id, wire: value.wire, path: [...path, 'wire', value.wire.kind] };
  }
  for (const { value, path } of draft.devices.entries) {
    if (value && 'wire' in value) yield { owner: value.id, wire: value.wire, path: [...path, 'wire', value.wire.kind] };
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
