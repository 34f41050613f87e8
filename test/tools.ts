import { aptCommand, type Tool, WANTED } from '../src/setup/packages.mjs';

/** Debian tools that tests may need: those that `npm test` and `npm run test:systemd` get where they can. */
export type ToolName =
  | 'socat'
  | 'mosquitto'
  | 'mosquitto_sub'
  | 'curl'
  | 'strace'
  | 'mkfs.ext4'
  | 'libfaketime'
  | 'chromium'
  | 'Noto Sans CJK'
  | 'zbarimg'
  | 'SimPy'
  | 'systemd-nspawn'
  | 'debootstrap'
  | 'lintian'
  | 'aarch64-linux-gnu-g++'
  | 'qemu-aarch64-static';

/**
 * A condition for `describe.skipIf` and `it.skipIf`: true when a tool is missing and the tests that need it have to be
 * skipped, which is said with the reason. Under `CI=true` a missing tool is a failure: this throws.
 *
 * @param names of the tools that the tests need
 */
export function lacks(...names: readonly ToolName[]): boolean {
  const missing = names.map(toolOf).filter((tool) => tool.find() === null);
  if (missing.length === 0) return false;
  const reason = `${missing.map((tool) => tool.name).join(', ')} missing: ${aptCommand(missing)}`;
  if (process.env.CI === 'true') throw new Error(reason);
  process.stderr.write(`skipped, ${reason}\n`);
  return true;
}

/**
 * Where a program is: a plain user's PATH on Debian lacks `/usr/sbin`, where brokers live.
 *
 * @param name of a tool that {@link lacks} found
 */
export function pathOf(name: ToolName): string {
  const tool = toolOf(name);
  const path = tool.find();
  if (path === null) throw new Error(`${name} missing: ${aptCommand([tool])}`);
  return path;
}

function toolOf(name: ToolName): Tool {
  const tool = WANTED.systemd.find((wanted) => wanted.name === name);
  if (!tool) throw new Error(`${name} is not among the tools of src/setup/packages.mjs`);
  return tool;
}
