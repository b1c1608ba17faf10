import * as z from 'zod';
import { type Database, query, queryOne, type Statement } from '../database.ts';
import { audienceFilter, ZONE } from './audiences.ts';
import type { Mailing } from './mailings.ts';

const ZoneRow = z.object({ zone: z.string(), cursor: z.number() });
/** The readers of one zone of a mailing, and the last id of them that is planned. */
export type MailingZone = z.infer<typeof ZoneRow>;

const nextZone = (after: string) =>
  `(SELECT MIN(${ZONE}) FROM subscriber s WHERE s.state = 'active' AND ${ZONE} ${after})`;

/** Every zone that active readers have, by a look-up per zone. */
const FOUND_ZONES = `WITH RECURSIVE found (zone) AS (
  SELECT ${nextZone(">= ''")} UNION ALL SELECT ${nextZone('> found.zone')} FROM found WHERE found.zone IS NOT NULL)`;

/** Every zone that active readers have, '' among them where one is unknown: a look-up per zone, however many readers. */
export async function listZones(db: Database): Promise<string[]> {
  const rows = await query(
    z.object({ zone: z.string() }),
    db.prepare(`${FOUND_ZONES} SELECT zone FROM found WHERE zone IS NOT NULL LIMIT 1000`),
  );
  return rows.map(({ zone }) => zone);
}

/**
 * Statements that store when each zone is due, right behind the statement that starts the mailing. A zone into which
 * somebody moved since they were listed is due with those whose zone is unknown, which `zones` holds as ''.
 */
export function insertZones(
  db: Database,
  mailingId: number,
  zones: readonly { zone: string; dueAt: string }[],
): Statement[] {
  return [
    db
      .prepare(
        `INSERT INTO mailing_zone (mailing_id, zone, due_at)
         SELECT CAST(?1 AS INTEGER), value->>'zone', value->>'dueAt' FROM json_each(?2) WHERE changes() > 0
         ON CONFLICT DO NOTHING`,
      )
      .bind(mailingId, JSON.stringify(zones)),
    db
      .prepare(
        `${FOUND_ZONES}
         INSERT INTO mailing_zone (mailing_id, zone, due_at)
         SELECT u.mailing_id, found.zone, u.due_at
         FROM found JOIN mailing_zone u ON u.mailing_id = CAST(?1 AS INTEGER) AND u.zone = ''
         WHERE found.zone IS NOT NULL AND changes() > 0
         ON CONFLICT DO NOTHING`,
      )
      .bind(mailingId),
  ];
}

/** The zone that is due longest and not planned to its end; null where none is due. */
export async function findDueZone(db: Database, mailingId: number, now: string): Promise<MailingZone | null> {
  return queryOne(
    ZoneRow,
    db
      .prepare(
        `SELECT zone, cursor FROM mailing_zone
         WHERE mailing_id = CAST(?1 AS INTEGER) AND is_planned = 0 AND due_at <= ?2 ORDER BY due_at, zone LIMIT 1`,
      )
      .bind(mailingId, now),
  );
}

/** Ids of the next readers of a zone, in order. */
export async function listDueIdsOfZone(
  db: Database,
  mailing: Mailing,
  { limit, zone }: { zone: MailingZone; limit: number },
): Promise<number[]> {
  const rows = await query(
    z.object({ id: z.number() }),
    db
      .prepare(
        `SELECT s.id FROM subscriber s
         WHERE ${ZONE} = ?4 AND s.id > CAST(?1 AS INTEGER) AND s.id <= CAST(?2 AS INTEGER)
           AND ${audienceFilter(mailing.audience)}
         ORDER BY s.id LIMIT CAST(?5 AS INTEGER)`,
      )
      .bind(zone.cursor, mailing.maxId ?? 0, JSON.stringify(mailing.audience), zone.zone, limit),
  );
  return rows.map((row) => row.id);
}

/** As planSlice, for one zone; the mailing is planned once each of its zones is. */
export function planZoneSlice(
  db: Database,
  mailing: Mailing,
  { ranges, zone }: { zone: MailingZone; ranges: readonly (readonly [number, number])[] },
): Statement[] {
  const isCurrent = `EXISTS (
    SELECT 1 FROM mailing_zone z JOIN mailing m ON m.id = z.mailing_id
    WHERE m.id = CAST(?1 AS INTEGER) AND m.state = 'sending' AND z.zone = ?2 AND z.cursor = CAST(?3 AS INTEGER)
      AND z.is_planned = 0)`;
  return [
    db
      .prepare(
        `INSERT INTO batch (mailing_id, lo, hi, state, zone)
         SELECT CAST(?1 AS INTEGER), value->>0, value->>1, 'todo', ?2 FROM json_each(?4) WHERE ${isCurrent}
         ON CONFLICT DO NOTHING`,
      )
      .bind(mailing.id, zone.zone, zone.cursor, JSON.stringify(ranges)),
    db
      .prepare(
        `UPDATE mailing_zone SET cursor = CAST(?4 AS INTEGER), is_planned = CAST(?5 AS INTEGER)
         WHERE mailing_id = CAST(?1 AS INTEGER) AND zone = ?2 AND ${isCurrent}`,
      )
      .bind(mailing.id, zone.zone, zone.cursor, ranges.at(-1)?.[1] ?? zone.cursor, ranges.length === 0 ? 1 : 0),
    db
      .prepare(
        `UPDATE mailing SET is_planned = 1
         WHERE id = CAST(?1 AS INTEGER) AND state = 'sending' AND is_planned = 0 AND NOT EXISTS (
           SELECT 1 FROM mailing_zone WHERE mailing_id = CAST(?1 AS INTEGER) AND is_planned = 0)`,
      )
      .bind(mailing.id),
  ];
}
