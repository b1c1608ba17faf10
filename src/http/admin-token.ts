import { timingSafeEqual } from 'node:crypto';
import { sha256 } from '../services/hash.ts';
import type { HttpContext } from './environment.ts';

/** Whether a request carries `Authorization: Bearer ADMIN_TOKEN`; takes the same time for every wrong token. */
export function isAdmin(c: HttpContext): boolean {
  const given = /^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? '';
  return timingSafeEqual(Buffer.from(sha256(given)), Buffer.from(sha256(c.var.ctx.config.adminToken)));
}
