import type { IncomingMessage } from 'node:http';

/** Largest body, bytes. */
export const LARGEST_BODY = 16_384;

/** How the reading of a body ended. */
export type BodyEnd =
  | { readonly kind: 'whole'; readonly bytes: Uint8Array }
  /** The rest is not read. */
  | { readonly kind: 'too-large'; readonly length: number }
  /** Who sent it is gone. */
  | { readonly kind: 'aborted' };

/** Reads the body of a request, up to {@link LARGEST_BODY}. Never rejects. */
export function readBody(request: IncomingMessage): Promise<BodyEnd> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > LARGEST_BODY) return Promise.resolve({ kind: 'too-large', length: announced });
  return new Promise((resolve) => {
    const parts: Uint8Array[] = [];
    let length = 0;
    request.on('data', (part: Uint8Array) => {
      length += part.length;
      if (length <= LARGEST_BODY) parts.push(part);
      else {
        request.pause();
        resolve({ kind: 'too-large', length });
      }
    });
    request.on('end', () => resolve({ kind: 'whole', bytes: Buffer.concat(parts) }));
    request.on('error', () => resolve({ kind: 'aborted' }));
    request.on('close', () => resolve({ kind: 'aborted' }));
  });
}
