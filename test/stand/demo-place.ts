import { connect } from 'node:net';

/**
 * Waits for one of the places that test/setup/demos hands out.
 *
 * @param port of the desk
 * @returns gives the place back
 * @throws what the system says, and when the desk closes before there was a place
 */
export function takePlace(port: number): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('the desk that hands out demos has closed')));
    socket.once('data', () => resolve(() => void socket.destroy()));
  });
}
