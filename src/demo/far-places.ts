/** Where the daemon finds the far end of an emulated wire. */
export type FarPlace =
  | { readonly kind: 'serial'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number };

/**
 * Reads the address of a far end: `tcp://host:port`, or the path of a pseudo-terminal.
 *
 * @param address as a far end gives it
 */
export function farPlace(address: string): FarPlace {
  const tcp = /^tcp:\/\/(.+):(\d+)$/.exec(address);
  if (!tcp) return { kind: 'serial', path: address };
  return { kind: 'tcp', host: tcp[1] ?? '127.0.0.1', port: Number(tcp[2]) };
}
