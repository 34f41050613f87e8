/** What a request is about, by its method and path alone. */
export type Route =
  | { readonly kind: 'command'; readonly name: string }
  | { readonly kind: 'health' }
  /** The path is right, the method is not; `allow` says which are. */
  | { readonly kind: 'other-method'; readonly allow: string }
  | { readonly kind: 'nothing' };

const COMMAND = /^\/v1\/commands\/([A-Za-z0-9._-]{1,64})$/;

/**
 * Finds out what a request is about. Pure; any text will do.
 *
 * @param target of the request: path and query
 */
export function routeOf(method: string, target: string): Route {
  const [path = ''] = target.split('?', 1);
  const name = COMMAND.exec(path)?.[1];
  if (name !== undefined)
    return method === 'POST' ? { kind: 'command', name } : { kind: 'other-method', allow: 'POST' };
  if (path !== '/v1/health') return { kind: 'nothing' };
  const isRead = method === 'GET' || method === 'HEAD';
  return isRead ? { kind: 'health' } : { kind: 'other-method', allow: 'GET, HEAD' };
}
