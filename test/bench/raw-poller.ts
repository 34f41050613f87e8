// A bare program on the wires of a branch: says again and again, at their times, what the daemon said in a while, and takes no
// notice of the answers. What it costs is what Node and the kernel cost. Argument: a file with the sayings as JSON.
import { readFileSync } from 'node:fs';
import { silentLog } from '../../src/devices/log.ts';
import { serialWires } from '../../src/devices/wire/serial.ts';
import { clock, LINE } from './stand/branch-stand.ts';

/** What the daemon said on one wire. */
export interface Sayings {
  readonly path: string;
  readonly lasts: number;
  readonly said: readonly { readonly after: number; readonly text: string }[];
}

async function play({ path, lasts, said }: Sayings): Promise<void> {
  const opened = await serialWires({ path, line: LINE, clock, log: silentLog }).open({ onBytes() {}, onClosed() {} });
  if (opened.kind !== 'open') throw new Error(`${path} does not open`);
  const begin = performance.now();
  const say = (index: number): void => {
    const one = said[index % said.length];
    if (!one) return;
    const due = begin + Math.floor(index / said.length) * lasts + one.after;
    setTimeout(
      () => {
        void opened.wire.write(Buffer.from(one.text, 'latin1'));
        say(index + 1);
      },
      Math.max(0, due - performance.now()),
    );
  };
  say(0);
}

await Promise.all((JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as readonly Sayings[]).map(play));
