import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EMPTY } from '../stage.fake.ts';
import type { StageChange } from '../stage.ts';
import { type Link, openLink } from './link.ts';

/** The stream of the page, as the browser has it. */
class Stream {
  static readonly CLOSED = 2;
  static last: Stream;
  readyState = 1;
  readonly #listeners = new Map<string, (event: { readonly data: string }) => void>();

  constructor() {
    Stream.last = this;
  }

  addEventListener(name: string, listener: (event: { readonly data: string }) => void): void {
    this.#listeners.set(name, listener);
  }

  tell(name: string, value: object): void {
    this.#listeners.get(name)?.({ data: JSON.stringify(value) });
  }

  close(): void {
    this.readyState = Stream.CLOSED;
  }
}

let frames: (() => void)[] = [];
/** The browser draws: what was asked for before it, once. */
const draw = (): void => {
  for (const frame of frames.splice(0)) frame();
};

const change = (told: StageChange): void => Stream.last.tell(told.kind, told);
const state = (thing: string): void => change({ kind: 'state', thing, state: { waiting: 1 } });
const view = (text: string): void => change({ kind: 'view', device: 'display1', view: { text } });

describe('the link of the page', () => {
  let link: Link;
  let views: number;

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
    vi.stubGlobal('EventSource', Stream);
    vi.stubGlobal('addEventListener', () => {});
    vi.stubGlobal('requestAnimationFrame', (frame: () => void) => frames.push(frame));
    frames = [];
    views = 0;
    link = openLink();
    link.onView(() => {
      views += 1;
    });
    Stream.last.tell('snapshot', EMPTY);
    draw();
    views = 0;
  });
  afterEach(() => {
    link.close();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('draws once a frame, whatever has come', () => {
    view('A001');
    view('A002');
    expect(views).toBe(0);
    draw();
    expect(views).toBe(1);
    expect(link.view().shown?.views.display1).toEqual({ text: 'A002' });
  });

  it('asks for no frame for what is seldom to be seen, until it has waited for 60 ms', () => {
    state('queue/cash');
    vi.advanceTimersByTime(59);
    expect(frames).toHaveLength(0);
    vi.advanceTimersByTime(1);
    expect(frames).toHaveLength(1);
    draw();
    expect(views).toBe(1);
    expect(link.view().shown?.states['queue/cash']).toEqual({ waiting: 1 });
  });

  it('does not wait longer since more of it comes', () => {
    state('queue/cash');
    vi.advanceTimersByTime(40);
    state('queue/account');
    vi.advanceTimersByTime(20);
    expect(frames).toHaveLength(1);
  });

  it('shows what has waited in the frame that something else needs, and asks for no other', () => {
    state('queue/cash');
    vi.advanceTimersByTime(10);
    view('A001');
    expect(frames).toHaveLength(1);
    draw();
    vi.advanceTimersByTime(200);
    expect(frames).toHaveLength(0);
    expect(views).toBe(1);
  });

  it('draws how the hall stands at once, as it shows', () => {
    state('hall');
    expect(frames).toHaveLength(1);
  });

  it('tells who follows each change when it comes, drawn or not', () => {
    const heard: string[] = [];
    link.onChange(({ kind }) => heard.push(kind));
    state('queue/cash');
    view('A001');
    expect(heard).toEqual(['state', 'view']);
  });

  it('says at once that the demo is gone, and for how long', () => {
    Stream.last.tell('error', {});
    draw();
    expect(link.view().link.isUp).toBe(false);
    vi.advanceTimersByTime(3_000);
    draw();
    expect(link.view().link.age).toBe(3_000);
  });
});
