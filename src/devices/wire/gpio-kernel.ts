import { closeSync, constants, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../clock.ts';
import { messageOf } from '../../errors.ts';
import type { Log } from '../log.ts';
import { type GpioLamp, type GpioWish, type PinsEnd, type PinsListener, refusedPins, type Standing } from './gpio.ts';
import { EVENT_SIZE, type KeyNews, NOTHING_READ, type Reading, readEvents } from './gpio-evdev.ts';
import { explained, quietly } from './gpio-faults.ts';
import { type PinsLife, pinsLife } from './gpio-life.ts';

export interface KernelOptions {
  readonly wish: GpioWish;
  /** Event devices, by stable names. */
  readonly inputs: readonly string[];
  readonly listener: PinsListener;
  readonly clock: Clock;
  readonly log: Log;
}

/** An open event device. */
interface Source {
  readonly path: string;
  readonly fd: number;
  reading: Reading;
}

/** Events that are read at once; a press is four. */
const READ_SIZE = 64 * EVENT_SIZE;

/**
 * Pins that the kernel reads and drives: keys of event devices, lamps of the LED class. All event devices hang on one
 * epoll; a reading stream each would hold a thread of Node's pool each, and four panels would starve the disk.
 */
export async function openKernel(options: KernelOptions): Promise<PinsEnd> {
  const { wish, inputs, listener, clock, log } = options;
  const { default: epoll } = await import('epoll');
  const sources: Source[] = [];
  let standing: readonly Standing[];
  const watched = new Set<number>();
  let isOver = false;
  const poller = new epoll.Epoll((_fault, fd) => {
    const source = sources.find((each) => each.fd === fd);
    if (source) hear(source, wish, life);
  });
  const life = pinsLife(
    {
      name: `GPIO keys ${inputs.join(', ')}`,
      setLamp: (lamp, isLit) => setLed(wish, lamp, isLit),
      release() {
        isOver = true;
        for (const { fd } of sources.splice(0)) {
          // Not the poller's own close: it frees what is running when an event is what ends this life.
          if (watched.has(fd)) quietly(log, () => void poller.remove(fd));
          quietly(log, () => closeSync(fd));
        }
        for (const lamp of wish.lamps.keys()) quietly(log, () => setLed(wish, lamp, false));
      },
    },
    listener,
  );
  try {
    for (const lamp of wish.lamps) takeLed(wish, lamp);
    for (const path of inputs) sources.push(openSource(path));
    standing = standingNow(sources, wish);
  } catch (caught) {
    for (const { fd } of sources) closeSync(fd);
    return refusedPins(messageOf(caught));
  }
  clock.after(0, () => {
    if (isOver) return;
    try {
      for (const { fd } of sources) {
        poller.add(fd, epoll.Epoll.EPOLLIN);
        watched.add(fd);
      }
    } catch (caught) {
      life.broken(`${inputs.join(', ')} cannot be watched: ${messageOf(caught)}`);
    }
  });
  return { kind: 'open', pins: life.pins, standing };
}

/**
 * Where the keys stand, as far as it is known before they move: an ioctl would tell, which Node has not. But gpio-keys
 * tells whoever opens it first of keys that have been down since the machine started (`gpio_keys_open`): nobody pressed
 * those for us.
 */
function standingNow(sources: readonly Source[], { buttons }: GpioWish): readonly Standing[] {
  const standing: Standing[] = buttons.map(() => 'unknown');
  for (const source of sources) {
    readAll(source, (news) => {
      if (news.kind === 'dropped') standing.fill('unknown');
      else for (const [button, { key }] of buttons.entries()) if (key === news.code) standing[button] = news.change;
    });
  }
  return standing;
}

function openSource(path: string): Source {
  const { O_RDONLY, O_NONBLOCK, O_NOCTTY } = constants;
  try {
    const fd = openSync(path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
    return { path, fd, reading: NOTHING_READ };
  } catch (caught) {
    throw explained(caught, path, 'the buttons cannot be read', 'put the user of lobbyd into the group input');
  }
}

function hear(source: Source, wish: GpioWish, life: PinsLife): void {
  try {
    if (readAll(source, (news) => tell(news, wish, life)) === 'ended') life.broken(`${source.path} has ended`);
  } catch (caught) {
    life.broken(`${source.path} is gone (${messageOf(caught)})`);
  }
}

/** Reads until the device has no more now, or for ever. Throws when it is gone. */
function readAll(source: Source, onNews: (news: KeyNews) => void): 'empty' | 'ended' {
  const buffer = Buffer.alloc(READ_SIZE);
  for (;;) {
    const size = readSome(source.fd, buffer);
    if (size === 0) return 'ended';
    if (size === null) return 'empty';
    const { reading, news } = readEvents(source.reading, buffer.subarray(0, size));
    source.reading = reading;
    for (const each of news) onNews(each);
  }
}

/** Null: there is nothing now. */
function readSome(fd: number, buffer: Buffer): number | null {
  try {
    return readSync(fd, buffer, 0, READ_SIZE, null);
  } catch (caught) {
    const { code } = caught as NodeJS.ErrnoException;
    if (code === 'EAGAIN' || code === 'EINTR') return null;
    throw caught;
  }
}

function tell(news: KeyNews, { buttons }: GpioWish, life: PinsLife): void {
  if (news.kind === 'dropped') {
    for (const button of buttons.keys()) life.changed(button, 'lost');
    return;
  }
  const button = buttons.findIndex(({ key }) => key === news.code);
  if (button >= 0) life.changed(button, news.change);
}

const NEXT_LED =
  'see that its dtoverlay=gpio-led line is in config.txt and that a udev rule gives LEDs to the group gpio';

/** A lamp blinks at nobody's will but ours: its trigger is taken off. */
function takeLed({ leds }: GpioWish, { name, led }: GpioLamp): void {
  const path = join(leds, led, 'trigger');
  try {
    // The trigger in force stands in brackets.
    if (!readFileSync(path, 'utf8').includes('[none]')) writeFileSync(path, 'none', { flag: 'r+' });
  } catch (caught) {
    throw explained(caught, path, `${name} cannot be taken`, NEXT_LED);
  }
}

function setLed({ leds, lamps }: GpioWish, index: number, isLit: boolean): void {
  const lamp = lamps[index];
  if (!lamp) return;
  const path = join(leds, lamp.led, 'brightness');
  try {
    // A LED on a pin knows 0 and anything else.
    writeFileSync(path, isLit ? '1' : '0', { flag: 'r+' });
  } catch (caught) {
    throw explained(caught, path, `${lamp.name} cannot be set`, NEXT_LED);
  }
}
