import { join } from 'node:path';
import { silentLog } from '../../../src/devices/log.ts';
import { ptyFarEnd } from '../../../src/devices/wire/pty.ts';
import { serialWires } from '../../../src/devices/wire/serial.ts';
import { clock } from './branch-stand.ts';
import { closeLater } from './closing.ts';

/** What a pseudo-terminal alone can do: one byte to the serial port and back. */
export interface RawWire {
  /** One byte there and back; how long it took, ms. */
  once(): Promise<number>;
}

/** Opens a pseudo-terminal beside those of a bench; the serial port says back what it hears. */
export async function openRawWire(directory: string): Promise<RawWire> {
  const link = join(directory, 'raw-wire');
  const far = await ptyFarEnd({ link, clock, log: silentLog });
  closeLater(() => far.close());
  const line = { baud: 9_600, dataBits: 8, parity: 'none', stopBits: 1, flow: 'none' } as const;
  const back: { say(bytes: Uint8Array): void } = { say() {} };
  const opened = await serialWires({ path: link, line, clock, log: silentLog }).open({
    onBytes: (bytes) => back.say(bytes),
    onClosed() {},
  });
  if (opened.kind !== 'open') throw new Error(`the raw wire does not open: ${JSON.stringify(opened)}`);
  closeLater(() => opened.wire.close());
  back.say = (bytes) => void opened.wire.write(bytes);
  return {
    async once() {
      const began = performance.now();
      await new Promise<void>((resolve) => {
        const stop = far.onBytes(() => {
          stop();
          resolve();
        });
        far.send(Uint8Array.of(0x55));
      });
      return performance.now() - began;
    },
  };
}
