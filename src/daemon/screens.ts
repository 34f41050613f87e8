import type { Config } from '../config/config.ts';

/** Languages in which the screen of a panel is spoken to, the first of the bank standard first; null: it has Latin letters alone. */
export function languagesOn({ devices, languages }: Config, panel: string): readonly string[] | null {
  const device = devices.find(({ id }) => id === panel);
  const script = device?.driver.limits?.(device.settings).script;
  return script === 'hanzi' ? languages.map(({ tag }) => tag) : null;
}
