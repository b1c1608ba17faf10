import type { HttpContext } from './environment.ts';

/** The token of a POST: from the address, as one-click has it, else from the form. */
export async function tokenOf(c: HttpContext, name = 't'): Promise<string> {
  const inAddress = c.req.query(name);
  if (inAddress) return inAddress;
  const form = await c.req.parseBody().catch(() => null);
  const value = form?.[name];
  return typeof value === 'string' ? value.slice(0, 500) : '';
}
