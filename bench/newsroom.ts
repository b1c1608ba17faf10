import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type NodeDatabase, NodeDatabase as OpenDatabase } from '../src/db/d1-node.ts';
import type { Database } from '../src/db/database.ts';
import { migrateNode } from '../src/db/migrate-node.ts';
import type { MailingArticle } from '../src/services/ports.ts';

const MIGRATIONS = join(process.cwd(), 'migrations');
const CREATED_AT = '2026-01-01T00:00:00.000Z';

/** Variables of a newsroom that holds nothing back: no hold, no typing of numbers. */
export function newsroomVariables(own: Record<string, string>): Record<string, string> {
  return {
    BASE_URL: 'http://127.0.0.1:8787',
    SITE_NAME: 'Example Newsroom',
    MAIL_FROM: 'news@example.com',
    POSTAL_ADDRESS: '1 Example Street, Exampletown',
    TIME_ZONE: 'Asia/Shanghai',
    LOCALES: 'en,zh-Hans',
    SLACK_BOT_TOKEN: 'xoxb-bench',
    SLACK_SIGNING_SECRET: 'a-signing-secret-of-the-bench',
    RESEND_API_KEY: 're_bench',
    TOKEN_SECRET: `k1:${randomBytes(32).toString('base64')}`,
    ADMIN_TOKEN: randomBytes(24).toString('hex'),
    SEND_HOLD_SECONDS: '0',
    COUNT_GUARD: 'off',
    ...own,
  };
}

/** Opens a database file with every migration applied. */
export async function openNewsroom(path: string): Promise<NodeDatabase> {
  const db = new OpenDatabase(path);
  await migrateNode(db, MIGRATIONS, CREATED_AT);
  return db;
}

/** The articles of the digest's sample in turn, until there are `count`: the fixture that a mail's size is measured by. */
export function sampleArticles(count: number): MailingArticle[] {
  const samples = JSON.parse(readFileSync(join(process.cwd(), 'emails/digest/sample.json'), 'utf8'));
  const models = samples.en.articles as MailingArticle[];
  return Array.from({ length: count }, (_, n) => {
    const model = models[n % models.length];
    if (!model) throw new Error('The digest sample has no article.');
    return { ...model, title: `${model.title} (${n + 1})` };
  });
}

/** Stores the articles, released and waiting for the next digest. */
export async function addArticles(db: Database, articles: readonly MailingArticle[]): Promise<void> {
  const rows = articles.map((article, n) => ({
    ...article,
    id: `bencharticl${String.fromCharCode(97 + n)}`,
    url: article.sourceUrl,
    slug: `an-article-of-the-bench-with-a-slug-of-usual-length-${n + 1}`,
    image: article.image && JSON.stringify({ ...article.image, width: 1200, height: 675 }),
  }));
  await db
    .prepare(
      `INSERT INTO article (public_id, slug, state, kind, title, extract, outlet, url, language, translation_group, image,
         text_right, image_right, email_mode, published_at, released_at, content_hash, created_by, created_at, updated_at)
       SELECT value->>'id', value->>'slug', 'published', value->>'kind', value->>'title', value->>'extract',
         value->>'outlet', value->>'url', value->>'language', value->>'id', value->>'image', 'extract', 'licensed',
         'next_digest', value->>'publishedAt', ?2, value->>'id', 'bench', ?2, ?2
       FROM json_each(?1)`,
    )
    .bind(JSON.stringify(rows), CREATED_AT)
    .all();
}

/** The address of the n-th reader. */
export function readerAddress(n: number): string {
  return `reader${n}@example.org`;
}

/** Stores active readers 1 to `count`, one in five of them reading Chinese where `isMixed`. */
export async function addReaders(db: Database, count: number, isMixed: boolean): Promise<void> {
  for (let from = 1; from <= count; from += 5_000) {
    const rows = Array.from({ length: Math.min(5_000, count - from + 1) }, (_, n) => from + n);
    await db
      .prepare(
        `INSERT INTO subscriber (public_id, email, email_key, name, locale, frequency, state, source, created_at)
         SELECT 'reader' || printf('%06d', value), 'reader' || value || '@example.org', 'reader' || value || '@example.org',
           'Reader ' || value, CASE WHEN ?3 = 1 AND value % 5 = 0 THEN 'zh-Hans' ELSE 'en' END, 'weekly', 'active',
           'import', ?2
         FROM json_each(?1)`,
      )
      .bind(JSON.stringify(rows), CREATED_AT, isMixed ? 1 : 0)
      .all();
  }
}
