import { createServer } from 'node:net';

/** Throws with what to do when one of the ports is none, or is taken on this machine. */
export async function requireFreePorts(ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    if (!(port >= 1 && port <= 65_535)) {
      throw new Error('PORT must be a number from 1 to 65535. The demo takes the three after it as well.');
    }
    if (await isTaken(port)) {
      throw new Error(`Port ${port} is in use: is Newsdesk running already? Stop it, or set PORT to another number.`);
    }
  }
}

function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(true));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(false)));
  });
}
