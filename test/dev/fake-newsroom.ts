import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isValidSlackRequest } from '@slack/bolt';
import { onTestFinished } from 'vitest';
import { signingSecret } from './running-stand-ins.ts';

/** What the newsroom was sent. `payload` is there for interactions. */
export type Received = { form: Record<string, string>; payload: Record<string, unknown> | null; isSigned: boolean };

/** How it answers: the acknowledgement, and what it does after that with the response_url. */
export type Behaviour = (received: Received) => { status?: number; body?: string; json?: unknown; later?: unknown[] };

/** A newsroom of a few lines: checks signatures with Bolt's own function and answers as a test wants. */
export async function startFakeNewsroom(behaviour: Behaviour): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const form = Object.fromEntries(new URLSearchParams(body));
    const payload = form.payload ? (JSON.parse(form.payload) as Record<string, unknown>) : null;
    const headers = {
      'x-slack-signature': String(request.headers['x-slack-signature']),
      'x-slack-request-timestamp': Number(request.headers['x-slack-request-timestamp']),
    };
    const one = { form, payload, isSigned: isValidSlackRequest({ signingSecret, body, headers }) };
    received.push(one);
    const { status = 200, body: text = '', json, later = [] } = behaviour(one);
    if (json) response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
    else response.writeHead(status).end(text);
    for (const reply of later) await answer(String(payload?.response_url ?? form.response_url), reply);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

/** Posts to a response_url; resolves to the HTTP status. */
export async function answer(responseUrl: string, reply: unknown): Promise<number> {
  const headers = { 'content-type': 'application/json' };
  return (await fetch(responseUrl, { method: 'POST', headers, body: JSON.stringify(reply) })).status;
}
