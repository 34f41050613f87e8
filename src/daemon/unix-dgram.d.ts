/** The part of unix-dgram (which brings no types) that is used. */
declare module 'unix-dgram' {
  interface Socket {
    on(event: 'error', listener: (error: Error) => void): this;
    on(event: 'message', listener: (bytes: Buffer) => void): this;
    bind(path: string): void;
    send(bytes: Buffer, offset: number, length: number, path: string, ended: (error?: Error) => void): void;
    close(): void;
  }
  export function createSocket(type: 'unix_dgram'): Socket;
}
