import type { Config, DeviceConfig } from '../config/config.ts';
import type { StagedFault, Words } from './stage.ts';

/** What a fault is and how it is done, before anybody does it. */
export interface FaultPlan extends Pick<StagedFault, 'id' | 'group' | 'device' | 'name' | 'isMomentary'> {
  readonly how: /** A person does it at the emulator `by`. */
    | { readonly kind: 'act'; readonly by: string; readonly on: string; readonly off: string }
    | { readonly kind: 'pull' }
    | { readonly kind: 'broker' }
    | { readonly kind: 'disk' }
    | { readonly kind: 'kill' };
  /** The branch notices it by this: a condition of the device, or that it is away. */
  readonly sign: readonly string[];
}

const named = (chinese: string, en: string): Words => ({ 'zh-CN': chinese, en });

/** Everything that can be broken in a branch: by device, wire, broker, disk and daemon. */
export function faultPlans(config: Config): readonly FaultPlan[] {
  return [
    ...config.devices.flatMap(printerPlans),
    ...[...config.wireDevices, ...config.buses].map(cablePlan),
    ...config.devices.flatMap(mutePlans),
    ...config.wireDevices.flatMap((device) => garbagePlans(device.id, [device])),
    ...config.buses.flatMap(({ id, units }) => garbagePlans(id, units)),
    plan('broker/stopped', 'broker', null, named('MQTT 服务器停止', 'Broker stopped'), { kind: 'broker' }, []),
    plan('disk/slow', 'disk', null, named('磁盘很慢', 'Disk slow'), { kind: 'disk' }, []),
    {
      ...plan('daemon/killed', 'daemon', null, named('杀死守护进程 (-9)', 'Daemon killed (-9)'), { kind: 'kill' }, []),
      isMomentary: true,
    },
  ];
}

function plan(
  id: string,
  group: FaultPlan['group'],
  device: string | null,
  name: Words,
  how: FaultPlan['how'],
  sign: readonly string[],
): FaultPlan {
  return { id, group, device, name, how, sign, isMomentary: false };
}

type Known = Pick<DeviceConfig, 'id' | 'kind' | 'driver'>;

const knows = (device: Known, action: string): boolean => device.driver.emulatorActions.includes(action);

const PAPER = [
  ['paper-near-end', 'paper low', 'paper load', named('纸将用尽', 'Paper near end')],
  ['paper-out', 'paper out', 'paper load', named('缺纸', 'Paper out')],
  ['cover-open', 'cover open', 'cover close', named('上盖打开', 'Cover open')],
] as const;

function printerPlans(device: Known): readonly FaultPlan[] {
  if (device.kind !== 'printer') return [];
  return PAPER.filter(([, on]) => knows(device, on)).map(([sign, on, off, name]) =>
    plan(`${device.id}/${sign}`, 'printer', device.id, name, { kind: 'act', by: device.id, on, off }, [sign]),
  );
}

function cablePlan({ id }: { readonly id: string }): FaultPlan {
  return plan(`${id}/cable`, 'cable', id, named('拔掉电缆', 'Cable pulled'), { kind: 'pull' }, ['lost']);
}

/** A sign never answers: nobody could notice that it is mute. */
function mutePlans(device: Known): readonly FaultPlan[] {
  const { id, kind } = device;
  const words = [
    ['mute', 'unmute'],
    ['mute on', 'mute off'],
  ] as const;
  const [on, off] = words.find(([action]) => knows(device, action)) ?? [];
  if (kind === 'display' || on === undefined || off === undefined) return [];
  return [plan(`${id}/mute`, 'unit', id, named('设备不应答', 'Unit mute'), { kind: 'act', by: id, on, off }, ['lost'])];
}

/** Who of a wire can babble does it: a bus hears it from all units at once. Printers' drivers read past garbage. */
function garbagePlans(wire: string, devices: readonly Known[]): readonly FaultPlan[] {
  const babbler = devices.find((device) => knows(device, 'babble'));
  if (!babbler) return [];
  const how = { kind: 'act', by: babbler.id, on: 'babble', off: 'quiet' } as const;
  return [plan(`${wire}/garbage`, 'bus', wire, named('线路干扰', 'Garbage on the line'), how, ['garbled', 'lost'])];
}
