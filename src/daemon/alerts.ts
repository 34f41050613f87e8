import type { LiveBranch } from '../branch/branch.ts';
import { openDeviceAlerts } from '../branch/device-alerts.ts';
import type { HealthRecorder } from '../branch/health-recorder.ts';
import type { Lifetime } from '../lifetime.ts';
import type { Mqtt, MqttParts } from '../mqtt/mqtt.ts';

export interface AlertNeeds {
  readonly branch: LiveBranch;
  readonly health: HealthRecorder;
  readonly lifetime: Lifetime;
  /** Branch time of this start. */
  readonly boot: number;
  /** Undefined until it runs. */
  mqtt(): Pick<Mqtt, 'panic'> | undefined;
}

/** What is done of alerts beside the queue: those of devices, and the call for help that goes before the disk. */
export function openAlerts({ branch, health, lifetime, boot, mqtt }: AlertNeeds): MqttParts['alerts'] {
  const book = openDeviceAlerts({ branch, health, boot });
  lifetime.hold('alerts of devices', () => book.stop());
  return {
    devices: () => book.all(),
    onChange: (listener) => book.onChange(listener),
    acknowledge: (command) => book.acknowledge(command),
    panic(counter) {
      const { rules, counters } = branch.committed;
      if (rules?.alerts?.panic && counters.has(counter)) mqtt()?.panic(counter);
    },
  };
}
