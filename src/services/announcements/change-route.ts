import { dropStale, moveWaiting } from '../../db/announcements/channel-announcements.ts';
import {
  type FullRoute,
  findRoute,
  findRouteBetween,
  findRouteByNumber,
  insertFullRoute,
  listNewestToMatch,
  listRoutesOf,
  type RouteSettings,
  RouteSettingsShape,
  saveRoute,
} from '../../db/announcements/route-settings.ts';
import { ROUTE_TRANSITIONS } from '../../db/announcements/routes.ts';
import { insertAudit } from '../../db/desk/audit.ts';
import { AppError } from '../../domain/errors.ts';
import { passesFilters } from '../../domain/route.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';

/** What waited for a channel longer than this is dropped when the channel is back: it is no news. */
const STALE_SECONDS = 7 * 24 * 3600;

export type RouteAct = 'added' | 'edited' | 'moved' | 'paused' | 'resumed' | 'removed' | 'undone';

/** What came of an act: `changedAt` names it for Undo, null where nothing was to change. */
export type RouteChange = { route: FullRoute; changedAt: string | null };

/** What a new route begins with. */
export function defaultRouteSettings(channelId: string, feedId: number | null): RouteSettings {
  return {
    channelId,
    feedId,
    mode: 'each',
    atTime: '09:00',
    weekday: 1,
    minimumCount: 1,
    needsApproval: false,
    showsImages: true,
    isCompact: false,
    threads: 'off',
    filters: {},
    state: 'active',
  };
}

/** The part of a route that staff decide. */
export function settingsOf(route: FullRoute): RouteSettings {
  return RouteSettingsShape.parse(route);
}

/**
 * Connects a channel to a feed, or to everything (`feedId` null). One that is there already stays as it is and is
 * answered with `changedAt` null.
 */
export async function addRoute(ctx: Context, input: { settings: RouteSettings; by: string }): Promise<RouteChange> {
  const settings = RouteSettingsShape.parse(input.settings);
  const now = ctx.now();
  const publicId = ctx.ids.publicId();
  const [added] = await ctx.db.batch([
    insertFullRoute(ctx.db, { publicId, settings, addedBy: input.by, now }),
    insertAudit(ctx.db, {
      at: now,
      actor: input.by,
      act: 'route.added',
      subject: `route:${publicId}`,
      detail: { before: { ...settings, state: 'removed' }, after: settings, revision: 0 },
    }),
  ]);
  const route = await findRouteBetween(ctx.db, settings);
  if (!route)
    throw new AppError('conflict', 'That channel was changed at the same moment. Nothing was done. Try again.');
  return { route, changedAt: added?.meta.changes === 1 ? now : null };
}

/**
 * Gives a route other settings. Throws AppError('not_found') for an unknown route and ('conflict') where somebody changed
 * it meanwhile or the channel gets the same feed by another route.
 */
export async function editRoute(
  ctx: Context,
  input: { publicId: string; settings: Partial<RouteSettings>; act: RouteAct; by: string; revision?: number },
): Promise<RouteChange> {
  const route = await knownRoute(ctx, input.publicId);
  const before = settingsOf(route);
  const after = RouteSettingsShape.parse({ ...before, ...input.settings });
  if (JSON.stringify(before) === JSON.stringify(after)) return { route, changedAt: null };
  if (before.state !== after.state && !ROUTE_TRANSITIONS[before.state].includes(after.state))
    throw new AppError('conflict', `That channel’s feed is ${before.state}. Nothing was done.`);
  const now = ctx.now();
  const revision = input.revision ?? route.revision;
  const waitedSince = addSeconds(now, -STALE_SECONDS);
  const [saved] = await ctx.db.batch([
    saveRoute(ctx.db, { id: route.id, revision, settings: after, waitedSince, now }),
    insertAudit(ctx.db, {
      at: now,
      actor: input.by,
      act: `route.${input.act}`,
      subject: `route:${route.publicId}`,
      detail: { before, after, revision: revision + 1 },
    }),
    ...(after.state === 'active'
      ? [dropStale(ctx.db, { routeId: route.id, before: waitedSince, now }), moveWaiting(ctx.db, route.id)]
      : []),
  ]);
  if (saved?.meta.changes !== 1)
    throw new AppError(
      'conflict',
      'Somebody changed it at the same moment, or the channel gets those articles already. Nothing was done.',
    );
  ctx.ring();
  const changed = await knownRoute(ctx, input.publicId);
  return { route: changed, changedAt: now };
}

/** Throws AppError('not_found'). */
export async function knownRoute(ctx: Context, publicId: string): Promise<FullRoute> {
  const route = await findRoute(ctx.db, publicId);
  if (!route) throw new AppError('not_found', 'That channel’s feed is not known here. Nothing was done.');
  return route;
}

/**
 * The route that staff name by its number in the list, or by its channel where that has one alone. Throws AppError:
 * invalid, not_found, and conflict that names the numbers of several.
 */
export async function routeByName(ctx: Context, name: string): Promise<FullRoute> {
  const channelId = /^<#([CG][A-Z0-9]+)(?:\|[^>]*)?>$/.exec(name.trim())?.[1];
  if (channelId !== undefined) return onlyRouteOf(ctx, channelId);
  const number = /^#?(\d{1,9})$/.exec(name.trim())?.[1];
  if (number === undefined)
    throw new AppError(
      'invalid',
      'Say which one: its number in `/newsdesk channels`, or the channel. Nothing was done.',
    );
  const route = await findRouteByNumber(ctx.db, Number(number));
  if (!route) throw new AppError('not_found', `There is no #${number}. See \`/newsdesk channels\`. Nothing was done.`);
  return route;
}

async function onlyRouteOf(ctx: Context, channelId: string): Promise<FullRoute> {
  const routes = await listRoutesOf(ctx.db, channelId);
  const [only] = routes;
  if (!only)
    throw new AppError('not_found', 'That channel gets no articles. See `/newsdesk channels`. Nothing was done.');
  if (routes.length === 1) return only;
  const numbers = routes.map(({ id }) => `#${id}`).join(', ');
  throw new AppError('conflict', `That channel has several: ${numbers}. Say the number. Nothing was done.`);
}

/** How many of the newest articles a route with those filters would have brought. */
export async function matchSample(
  ctx: Context,
  settings: Pick<RouteSettings, 'feedId' | 'filters'>,
): Promise<{ matched: number; of: number }> {
  const newest = await listNewestToMatch(ctx.db, { feedId: settings.feedId, limit: 20 });
  return { matched: newest.filter((article) => passesFilters(settings.filters, article)).length, of: newest.length };
}
