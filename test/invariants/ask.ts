import { handleRequest } from '../../src/app.ts';
import type { Context } from '../../src/services/context.ts';
import type { Example } from './example.ts';

const BASE = 'https://news.example.com';

/** Asks the whole program as a platform does; the answer is read to its end and late work has ended. */
export async function ask(
  ctx: Context,
  path: string,
  init: RequestInit = {},
): Promise<{ status: number; text: string; headers: Headers }> {
  const late: Promise<unknown>[] = [];
  const facts = { ctx, waitUntil: (work: Promise<unknown>) => void late.push(work), clientAddress: '192.0.2.9' };
  const response = await handleRequest(new Request(`${BASE}${path}`, init), facts);
  const text = await response.text();
  await Promise.all(late);
  return { status: response.status, text, headers: response.headers };
}

/** Makes the request of an example; `over` changes parts of it. */
export function askExample(ctx: Context, example: Example, over: RequestInit = {}) {
  const path = typeof example.path === 'string' ? example.path : example.path(ctx);
  const init = typeof example.init === 'function' ? example.init(ctx) : example.init;
  return ask(ctx, path, { ...init, ...over });
}
