import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { fakeClock } from '../clock.fake.ts';
import { fakeStage } from './stage.fake.ts';
import { openStageStream } from './stream.ts';

/** A page that reads, or does not. */
class FakePage extends EventEmitter {
  readonly written: string[] = [];
  isDestroyed = false;
  writableLength = 0;
  isReading = true;
  writeHead(): this {
    return this;
  }
  write(text: string): boolean {
    this.written.push(text);
    if (!this.isReading) this.writableLength += text.length;
    return this.isReading;
  }
  destroy(): this {
    this.isDestroyed = true;
    this.emit('close');
    return this;
  }
  /** Events by name, with what matters of them. */
  get events(): readonly string[] {
    return this.written.flatMap((text) => {
      const [, name] = /^event: (.+)$/m.exec(text) ?? [];
      return name ? [name === 'view' ? (/"text":"(\w+)/.exec(text)?.[1] ?? name) : name] : [];
    });
  }
  get lastId(): string {
    return /^id: (.+)$/m.exec(this.written.at(-1) ?? '')?.[1] ?? '';
  }
}

function stand(run = 'run1') {
  const stage = fakeStage();
  const clock = fakeClock();
  const stream = openStageStream({ stage, clock, run });
  const watch = (last: string | null = null): FakePage => {
    const page = new FakePage();
    // The little of a response that a stream needs.
    stream.watch(page as unknown as ServerResponse, last);
    return page;
  };
  const show = (text: string): void => stage.change({ kind: 'view', device: 'display1', view: { text } });
  return { stage, clock, stream, watch, show };
}

describe('the stream of the stage', () => {
  it('numbers what it sends by the journal, and its changes by themselves', () => {
    const { stage, watch, show } = stand();
    const page = watch();
    stage.seq = 12;
    show('A001');
    expect(page.lastId).toBe('12-1-run1');
    show('A002');
    expect(page.lastId).toBe('12-2-run1');
  });

  it('sends a page that comes back what it missed, each once, however many changes one journal place has', () => {
    const { watch, show } = stand();
    const page = watch();
    show('A001');
    show('A002');
    const last = page.lastId;
    page.destroy();
    show('A003');
    show('A004');
    const back = watch(last);
    expect(back.events).toEqual(['A003', 'A004']);
    show('A005');
    expect(back.events).toEqual(['A003', 'A004', 'A005']);
    expect(page.events).toEqual(['snapshot', 'A001', 'A002']);
  });

  it('goes on after a beat as after a change', async () => {
    const { clock, watch, show } = stand();
    const page = watch();
    show('A001');
    await clock.advance(2_000);
    show('A002');
    expect(page.events).toEqual(['snapshot', 'A001', 'beat', 'A002']);
    const beat = /^id: (.+)$/m.exec(page.written.at(-2) ?? '')?.[1] ?? '';
    expect(watch(beat).events).toEqual(['A002']);
  });

  it.each([
    ['of another run of the demo', '7-1-run0'],
    ['from the future', '7-99-run1'],
    ['that is none', 'x'],
  ])('sends everything to a page with an id %s', (_what, id) => {
    const { watch, show } = stand();
    show('A001');
    expect(watch(id).events).toEqual(['snapshot']);
  });

  it('sends everything to a page that was away for too long: what is kept is bounded', () => {
    const { watch, show } = stand();
    const page = watch();
    show('A001');
    const old = page.lastId;
    for (let count = 0; count < 2_000; count += 1) show('A002');
    expect(watch(old).events).toHaveLength(2_000);
    show('A003');
    expect(watch(old).events).toEqual(['snapshot']);
    const { watch: watchLong, show: showLong } = stand();
    const long = watchLong();
    showLong('A001');
    for (let count = 0; count < 5; count += 1) showLong(`B${'x'.repeat(500_000)}`);
    expect(watchLong(long.lastId).events).toEqual([]);
    expect(watchLong('7-1-run1').events).toEqual(['snapshot']);
  });

  it('drops a page that does not read, and goes on with the others', () => {
    const { watch, show } = stand();
    const [lazy, other] = [watch(), watch()];
    lazy.isReading = false;
    for (let count = 0; count < 4; count += 1) showLarge(show);
    expect(lazy.isDestroyed).toBe(true);
    expect(other.events).toHaveLength(5);
  });

  it('beats no more, and hears nothing, when it has stopped', async () => {
    const { stage, clock, stream, watch } = stand();
    const page = watch();
    stream.stop();
    await clock.advance(60_000);
    expect(page.events).toEqual(['snapshot']);
    expect(stage.listeners.size).toBe(0);
    expect(clock.pending()).toBe(0);
  });
});

function showLarge(show: (text: string) => void): void {
  show(`C${'x'.repeat(500_000)}`);
}
