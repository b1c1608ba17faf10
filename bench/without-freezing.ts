import { createHash } from 'node:crypto';
import type { Database } from '../src/db/database.ts';
import type { Mailer } from '../src/services/ports.ts';

/** What makes a claimed batch keep the recipients, bytes and idempotency key of its first attempt. */
const FREEZES: readonly [string, string][] = [
  ['COALESCE(CASE WHEN body_hash IS NOT NULL THEN recipients END, (', 'COALESCE(NULL, ('],
  ['body_hash = COALESCE(batch.body_hash, v.body_hash)', 'body_hash = NULL'],
];

/**
 * The same database with the freezing taken out of its statements: the control of the crash test, which has to find
 * faults in it. Throws where a statement no longer reads as it did, for then the control would show nothing.
 */
export function withoutFreezing(db: Database): Database {
  return {
    batch: (statements) => db.batch(statements),
    prepare: (sql) => {
      const [whole, thawed] = FREEZES.find(([text]) => sql.includes(text)) ?? [];
      if (/UPDATE batch SET (?:holder|body_hash)/.test(sql) && whole === undefined) {
        throw new Error('The statement that freezes batches has changed; change the control with it.');
      }
      return db.prepare(whole === undefined || thawed === undefined ? sql : sql.replace(whole, thawed));
    },
  };
}

/**
 * The same mailer with keys that name the bytes they go with. Under a batch's own key the provider refuses other bytes, so
 * a mailing without freezing gets stuck and nobody is mailed twice; under these it ends, and shows who is. A mailing that
 * freezes mails nobody twice under them either.
 */
export function keyedByBytes(mailer: Mailer): Mailer {
  return {
    ...mailer,
    sendBatch: (body, key) =>
      mailer.sendBatch(body, `${key}/${createHash('sha256').update(body).digest('hex').slice(0, 16)}`),
  };
}
