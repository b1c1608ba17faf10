import * as z from 'zod';
import { type Database, query } from '../database.ts';

/** Every channel that gets articles now. */
export async function listRouteChannels(db: Database): Promise<string[]> {
  const rows = await query(
    z.object({ channelId: z.string() }),
    db.prepare(`SELECT DISTINCT channel_id AS channelId FROM route WHERE state = 'active' ORDER BY 1`),
  );
  return rows.map(({ channelId }) => channelId);
}
