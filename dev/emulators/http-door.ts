import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Front } from './front.ts';
import type { Call } from './journal.ts';

/**
 * Opens a port on 127.0.0.1 for a front that may still be replaying: requests wait until it is ready.
 * Rejects where the port is taken.
 */
export async function openHttpDoor(port: number, ready: Promise<Front>): Promise<Server> {
  const server = createServer((request, response) => {
    serve(request, response, ready).catch((error: unknown) => {
      console.error(`stand-in on port ${port}:`, error);
      response.writeHead(502).end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}

async function serve(request: IncomingMessage, response: ServerResponse, ready: Promise<Front>): Promise<void> {
  const call = await readCall(request);
  const front = await ready;
  const answer = await front.take(call);
  response.writeHead(answer.status, answer.headers).end(answer.body);
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return { method: request.method ?? 'GET', path: request.url ?? '/', headers, body: Buffer.concat(chunks) };
}
