import { inspect } from 'node:util';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { systemClock } from '../clock.ts';
import type { AnyDriver } from '../devices/driver.ts';
import { type EmulatorPlace, hostEmulators } from '../devices/emulator-host.ts';
import { type Log, silentLog } from '../devices/log.ts';
import { asFault, messageOf } from '../errors.ts';
import { EXIT, type ExitCode, type ProcessPort } from '../process.ts';

export interface EmulateArguments {
  /** Name of the driver, or the kind of device when one driver alone is of that kind. */
  readonly driver: string;
  /** Name of the pseudo-terminal's link. */
  readonly pty?: string;
  /** Port on the loopback interface; 0: any free one. */
  readonly tcp?: number;
  /** `key=value`, the value as YAML. */
  readonly set: readonly string[];
}

/**
 * `lobbyd emulate DRIVER --pty LINK | --tcp PORT`: the other end of a wire, until SIGTERM. What is typed is done at the
 * device; what a person would see there is written as one line of JSON whenever it changes.
 */
export async function emulate(
  asked: EmulateArguments,
  catalogue: readonly AnyDriver[],
  port: ProcessPort,
): Promise<ExitCode> {
  const driver = driverOf(asked.driver, catalogue);
  if (!driver)
    return wrong(port, `there is no driver ${asked.driver}: ${catalogue.map(({ name }) => name).join(', ')}`);
  if ((asked.pty === undefined) === (asked.tcp === undefined))
    return wrong(port, 'give either --pty LINK or --tcp PORT');
  const given = settingsOf(asked.set);
  if (given.unread !== null)
    return wrong(port, `--set ${given.unread} cannot be read: write key=value, the value as in the branch file`);
  const settings = driver.settings.safeParse(given.settings);
  if (!settings.success) return wrong(port, unfit(driver, given.settings, settings.error));
  const clock = systemClock(() => true);
  const stopAsked = port.stopAsked();
  try {
    const at: EmulatorPlace =
      asked.pty === undefined ? { kind: 'tcp', port: asked.tcp ?? 0 } : { kind: 'pty', link: asked.pty };
    let shown = '';
    const show = (): void => {
      const line = JSON.stringify(host.view(driver.name));
      if (line !== shown) port.out(line);
      shown = line;
    };
    const seats = [{ id: driver.name, emulate: driver.emulate.bind(driver, settings.data) }];
    const host = await hostEmulators({
      at,
      seats,
      clock,
      log: faultsTo(port),
      onChange: () => void queueMicrotask(show),
    });
    port.err(`${driver.name} at ${host.address}`);
    port.err(`type: ${[...driver.emulatorActions, 'pull', 'plug'].join(' · ')}`);
    show();
    port.onLine((line) => {
      if (line.trim() === '') return;
      host.act(driver.name, line.trim()).then(
        (end) => {
          if (end.kind === 'refused') port.err(`it knows: ${end.known.join(' · ')}`);
        },
        (caught: unknown) => port.err(messageOf(caught)),
      );
    });
    await stopAsked;
    await host.close();
    return EXIT.ok;
  } catch (caught) {
    const next = 'give another place with --pty or --tcp; when that does not help, report this';
    port.err(asFault(caught, { code: 'cli/emulate', what: messageOf(caught), where: driver.name, next }).message);
    return EXIT.fault;
  }
}

function driverOf(asked: string, catalogue: readonly AnyDriver[]): AnyDriver | undefined {
  const named = catalogue.find(({ name }) => name === asked);
  const ofKind = catalogue.filter(({ kind }) => kind === asked);
  return named ?? (ofKind.length === 1 ? ofKind[0] : undefined);
}

function wrong(port: ProcessPort, what: string): ExitCode {
  port.err(`lobbyd emulate: ${what}`);
  return EXIT.usage;
}

/** What is wrong with settings, and what to give for those that are missing. */
function unfit(driver: AnyDriver, given: Readonly<Record<string, unknown>>, { issues }: z.ZodError): string {
  const { properties = {} } = z.toJSONSchema(driver.settings, { io: 'input', unrepresentable: 'any' });
  const told = issues.map(({ path: [first], message }) => {
    const key = String(first ?? '');
    const property = properties[key];
    if (typeof property !== 'object' || Object.hasOwn(given, key)) return key === '' ? message : `${key}: ${message}`;
    const { minimum, description = '' } = property;
    return `give --set ${key}=${minimum ?? '…'} (${description.replace(/\.$/, '')})`;
  });
  return `settings of ${driver.name}: ${told.join('; ')}`;
}

/** What was given with `--set`; `unread` is the first pair that is none. */
function settingsOf(pairs: readonly string[]): {
  readonly settings: Record<string, unknown>;
  readonly unread: string | null;
} {
  const settings: Record<string, unknown> = {};
  for (const pair of pairs) {
    const [key = '', ...value] = pair.split('=');
    const read = parseDocument(value.join('='));
    if (key === '' || value.length === 0 || read.errors.length > 0) return { settings, unread: pair };
    settings[key] = read.toJS();
  }
  return { settings, unread: null };
}

/** A person sits before it: what goes wrong is said, what goes well shows. */
function faultsTo(port: ProcessPort): Log {
  const say = (fields: object, message: string): void =>
    port.err(`${message} ${inspect(fields, { breakLength: 120 })}`);
  return { ...silentLog, warn: say, error: say };
}
