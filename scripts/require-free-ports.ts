import { createServer } from 'node:net';

/** Throws with the port's number and what to do when one of the ports is taken on this machine. */
export async function requireFreePorts(ports: readonly number[]): Promise<void> {
  for (const port of ports) {
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
