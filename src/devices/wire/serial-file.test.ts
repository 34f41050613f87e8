import { EventEmitter } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { expect, test } from 'vitest';
import { portFile } from './serial-file.ts';

/** A port on a real file, whose poller fires when told to. */
function standIn(path: string) {
  const fd = openSync(path, 'r+');
  const poller = Object.assign(new EventEmitter(), {
    polled: [] as number[],
    poll: (flags: number) => void poller.polled.push(flags),
  });
  const nothing = async (): Promise<void> => {};
  return { port: { fd, poller, drain: nothing, flush: nothing, close: nothing }, poller, close: () => closeSync(fd) };
}

test('nothing read from a readable port is a hang-up, not a reason to read again', () => {
  const { port, poller, close } = standIn('/dev/null');
  const broken: string[] = [];
  const file = portFile(port, { onBytes: () => {}, onBroken: (detail) => void broken.push(detail) });
  file.start();
  expect(poller.polled).toEqual([1]);
  poller.emit('readable', null);
  expect(broken).toEqual(['the port was hung up']);
  expect(poller.polled).toEqual([1]);
  close();
});

test('a poller that fails is a port that is gone', () => {
  const { port, poller, close } = standIn('/dev/null');
  const broken: string[] = [];
  const file = portFile(port, { onBytes: () => {}, onBroken: (detail) => void broken.push(detail) });
  file.start();
  poller.emit('readable', new TypeError('bad file descriptor'));
  expect(broken).toEqual(['the port is gone (bad file descriptor)']);
  close();
});

test('a port that is being closed hears nothing more', () => {
  const { port, poller, close } = standIn('/dev/null');
  const broken: string[] = [];
  const file = portFile(port, { onBytes: () => {}, onBroken: (detail) => void broken.push(detail) });
  file.start();
  file.stop();
  poller.emit('readable', null);
  expect(broken).toEqual([]);
  close();
});

test('a device that is full makes the write wait, and fails it when the port is gone', async () => {
  const { port, poller, close } = standIn('/dev/full');
  const file = portFile(port, { onBytes: () => {}, onBroken: () => {} });
  file.start();
  await expect(file.write(Uint8Array.of(1))).rejects.toThrow('ENOSPC');
  poller.emit('writable', null);
  close();
});
