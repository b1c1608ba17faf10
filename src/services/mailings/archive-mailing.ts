import {
  type ArchivedMailing,
  findArchived,
  findVariantHtml,
  listArchived,
  listPrivateArticleIds,
  listVariantSubjects,
} from '../../db/articles/archive.ts';
import type { Locale } from '../../domain/locale.ts';
import { readVariantKey } from '../../domain/variant.ts';
import type { Context } from '../context.ts';

/** An archived mailing with the variant that a public page may show: `key` names it. */
export type ArchiveEntry = { mailing: ArchivedMailing; key: string; subject: string; locale: Locale };

/** Archived mailings as readers of a language see them, newest first. `nextId` is where the next page begins. */
export async function listArchive(
  ctx: Context,
  page: { locale: Locale; beforeId: number | null; limit: number },
): Promise<{ entries: ArchiveEntry[]; nextId: number | null }> {
  const found = await listArchived(ctx.db, { beforeId: page.beforeId, limit: page.limit + 1 });
  const shown = found.slice(0, page.limit);
  const entries = await withVariants(ctx, shown, page.locale);
  return { entries, nextId: found.length > page.limit ? (shown.at(-1)?.id ?? null) : null };
}

/** One archived mailing; null where there is none, it is not archived or nothing of it left yet, or nothing of it is public. */
export async function readArchived(ctx: Context, publicId: string, locale: Locale): Promise<ArchiveEntry | null> {
  const mailing = await findArchived(ctx.db, publicId);
  return mailing ? ((await withVariants(ctx, [mailing], locale))[0] ?? null) : null;
}

/**
 * Chooses what of each mailing may be shown: of the variants that hold nothing private, one in the reader's language before
 * one in another, the one with the most articles first.
 */
async function withVariants(ctx: Context, mailings: readonly ArchivedMailing[], locale: Locale) {
  const subjects = await listVariantSubjects(
    ctx.db,
    mailings.map(({ id }) => id),
  );
  const variants = subjects.map((variant) => ({ ...variant, ...readVariantKey(variant.key) }));
  const ids = [...new Set(variants.flatMap(({ articleIds }) => articleIds))];
  const closed = new Set(ids.length > 0 ? await listPrivateArticleIds(ctx.db, ids) : []);
  const open = variants.filter(({ articleIds }) => !articleIds.some((id) => closed.has(id)));
  const rank = (variant: (typeof open)[number]) =>
    (variant.locale === locale ? 1000 : 0) + Math.min(999, variant.articleIds.length);
  return mailings.flatMap((mailing): ArchiveEntry[] => {
    const [best] = open.filter(({ mailingId }) => mailingId === mailing.id).toSorted((a, b) => rank(b) - rank(a));
    return best ? [{ mailing, key: best.key, subject: best.subject, locale: best.locale }] : [];
  });
}

/** Slots that a mail's renderer left for one reader's own parts; see email/slots.ts. */
const SLOT = String.raw`\u0002\w+\u0003`;
const PERSONAL_LINK = new RegExp(`<a\\b[^>]*${SLOT}[^>]*>[\\s\\S]*?</a>`, 'g');
const ANY_SLOT = new RegExp(SLOT, 'g');

/** The mail as everybody may see it: without the greeting, and without the links that were one reader's own. */
export async function readPublicMail(ctx: Context, { mailing, key }: ArchiveEntry): Promise<string | null> {
  const html = await findVariantHtml(ctx.db, mailing.id, key);
  if (html === null) return null;
  // Links lead out of the frame that shows it.
  const base = '<base target="_blank">';
  return withoutPersonalParts(html).replace(/<head\b[^>]*>/i, (head) => head + base);
}

/** A rendered mail without the greeting and the links that are one reader's own. */
export function withoutPersonalParts(html: string): string {
  return html.replace(PERSONAL_LINK, '').replace(ANY_SLOT, '');
}
