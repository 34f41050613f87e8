import { request } from 'node:http';

/** What the server of the page answered. */
export interface Got {
  readonly status: number;
  readonly text: string;
  readonly cache: string | undefined;
  readonly type: string | undefined;
}

/** A request as any program may make it: with another name of this machine, and whatever body. */
export function askAt(url: URL, body: string | undefined, headers: Readonly<Record<string, string>>): Promise<Got> {
  return new Promise((resolve, reject) => {
    const asked = request(
      url,
      { method: body === undefined ? 'GET' : 'POST', headers: { 'content-type': 'application/json', ...headers } },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (more: string) => {
          text += more;
        });
        response.on('end', () => {
          const { 'cache-control': cache, 'content-type': type } = response.headers;
          resolve({ status: response.statusCode ?? 0, text, cache, type });
        });
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}
