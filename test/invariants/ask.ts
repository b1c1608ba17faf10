import { handleRequest } from '../../src/app.ts';
import type { Context } from '../../src/services/context.ts';
import type { Example } from './example.ts';

const BASE = 'https://news.example.com';

/** An answer, read to its end. */
export type Answer = { status: number; text: string; headers: Headers };

/** Asks the whole program as a platform does; late work has ended. */
export async function ask(ctx: Context, path: string, init: RequestInit = {}): Promise<Answer> {
  const late: Promise<unknown>[] = [];
  const facts = { ctx, waitUntil: (work: Promise<unknown>) => void late.push(work), clientAddress: '192.0.2.9' };
  const response = await handleRequest(new Request(`${BASE}${path}`, init), facts);
  const text = await response.text();
  await Promise.all(late);
  return { status: response.status, text, headers: response.headers };
}

/** A form that a browser posts. */
export function form(fields: Record<string, string>): RequestInit {
  return { method: 'POST', headers: { accept: 'text/html' }, body: new URLSearchParams(fields) };
}

/** Makes the request of an example; `over` changes parts of it. */
export function askExample(ctx: Context, example: Example, over: RequestInit = {}) {
  const path = typeof example.path === 'string' ? example.path : example.path(ctx);
  const init = typeof example.init === 'function' ? example.init(ctx) : example.init;
  return ask(ctx, path, { ...init, ...over });
}
