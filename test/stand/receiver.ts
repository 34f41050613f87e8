import { createSocket } from 'unix-dgram';
import type { Bell } from './bell.ts';

/** What systemd would hear. */
export interface Receiver {
  /** Value of `NOTIFY_SOCKET`. */
  readonly path: string;
  /** Each message, its lines joined by a space, oldest first. */
  readonly heard: readonly string[];
  /** Messages that begin so. */
  count(begin: string): number;
  close(): void;
}

/** Listens as systemd does. */
export function openReceiver(path: string, bell: Bell): Receiver {
  const heard: string[] = [];
  const socket = createSocket('unix_dgram');
  socket.on('message', (bytes) => {
    heard.push(bytes.toString().split('\n').join(' '));
    bell.ring();
  });
  socket.bind(path);
  return {
    path,
    heard,
    count: (begin) => heard.filter((message) => message.startsWith(begin)).length,
    close: () => socket.close(),
  };
}
