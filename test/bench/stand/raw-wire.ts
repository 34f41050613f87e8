import { tcpFarEnd } from '../../../src/devices/wire/far-tcp.ts';
import { tcpWires } from '../../../src/devices/wire/tcp.ts';
import { clock } from './branch-stand.ts';
import { closeLater } from './closing.ts';

/** What a wire alone can do: one byte there and back. */
export interface RawWire {
  /** One byte there and back; how long it took, ms. */
  once(): Promise<number>;
}

/** Opens a wire beside those of a bench; its near end says back what it hears. */
export async function openRawWire(): Promise<RawWire> {
  const far = await tcpFarEnd(0);
  closeLater(() => far.close());
  const back: { say(bytes: Uint8Array): void } = { say() {} };
  const port = Number(new URL(far.address).port);
  const opened = await tcpWires({ host: '127.0.0.1', port, clock }).open({
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
