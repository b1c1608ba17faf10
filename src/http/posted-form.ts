import type { HttpContext } from './environment.ts';

/** The fields of a form that one of our pages posts; none where it cannot be read. A name that stands several times is a list. */
export async function formOf(c: HttpContext): Promise<Record<string, unknown>> {
  return c.req.parseBody({ all: true }).catch(() => ({}));
}

/** The token of a POST: from the address, as one-click has it, else from the form. */
export async function tokenOf(c: HttpContext, name = 't'): Promise<string> {
  const inAddress = c.req.query(name);
  if (inAddress) return inAddress;
  const value = (await formOf(c))[name];
  return typeof value === 'string' ? value.slice(0, 500) : '';
}
