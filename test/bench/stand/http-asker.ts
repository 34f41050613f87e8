import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { createInterface } from 'node:readline';
import { closeLater } from './closing.ts';

/** Somebody who asks over HTTP, on one connection that is kept, and waits for each answer. */
export interface HttpAsker {
  /** Gives a command; fails when it is not done. */
  give(command: string, body: object): Promise<void>;
}

/**
 * Makes one.
 *
 * @param port of this machine
 * @param name goes before its idempotency keys
 */
export function openHttpAsker(port: number, name: string, token: string): HttpAsker {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  closeLater(() => agent.destroy());
  let count = 0;
  return {
    give(command, body) {
      count += 1;
      const text = JSON.stringify(body);
      const headers = {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
        'idempotency-key': `${name}-${String(count).padStart(8, '0')}`,
      };
      const path = `/v1/commands/${command}`;
      return new Promise((resolve, reject) => {
        const asking = request({ host: '127.0.0.1', port, agent, method: 'POST', path, headers }, (response) => {
          let answer = '';
          response.setEncoding('utf8').on('data', (more: string) => {
            answer += more;
          });
          response.on('end', () => {
            if (response.statusCode === 200) resolve();
            else reject(new Error(`${command}: ${response.statusCode} ${answer}`));
          });
        });
        asking.on('error', reject);
        asking.end(text);
      });
    },
  };
}

/** A server of Node's that reads what it is sent and says as much as an answer is long: what HTTP costs by itself. */
const ECHO = `
const { createServer } = require('node:http');
const answer = JSON.stringify({ command: 'issue', id: 'echo-00000001', result: { kind: 'issued', ticket: 1, label: 'A0001', ahead: 3 } });
const server = createServer((request, response) => {
  request.resume().on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length });
    response.end(answer);
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

/** Starts a bare server in a process of its own; its port. */
export async function openEcho(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ECHO], { stdio: ['ignore', 'pipe', 'inherit'] });
  closeLater(() => void child.kill());
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return Number(line);
}
