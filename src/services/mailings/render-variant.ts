import type { Mailing } from '../../db/mailings/mailings.ts';
import type { ShownArticle } from '../../db/mailings/shown-articles.ts';
import type { Locale } from '../../domain/locale.ts';
import { mailingArticle } from '../articles/article-view.ts';
import type { Context } from '../context.ts';
import { countedLinks } from '../links.ts';
import { correctedText } from './correction.ts';
import { countFurther } from './further-articles.ts';
import { mailBrand } from './mail-brand.ts';

/** A mailing as readers of a locale see it who get these articles, personal parts still open. `ctx`: see asStarted. */
export async function renderVariant(ctx: Context, mailing: Mailing, locale: Locale, articles: readonly ShownArticle[]) {
  const { countsLinks } = ctx.settings.sending;
  const isStanding = ({ state }: ShownArticle) => state !== 'withdrawn';
  return ctx.renderer.mailing({
    kind: mailing.kind,
    locale,
    brand: mailBrand(ctx, { locale, topicIds: articles.map((article) => article.topicIds) }),
    date: mailing.approvedAt ?? mailing.createdAt,
    timeZone: ctx.config.timeZone,
    subject: mailing.subject[locale] ?? null,
    preheader: mailing.preheader[locale] ?? null,
    intro: mailing.intro[locale] ?? null,
    articles: articles.filter(isStanding).map((article) => {
      const view = { ...mailingArticle(ctx, article, locale), event: article.event };
      return countsLinks ? { ...view, ...countedLinks(ctx, mailing.publicId, article) } : view;
    }),
    moreCount: await countFurther(ctx, mailing, { locale, articles }),
    webUrl: mailing.isArchived ? `${ctx.config.brand.baseUrl}/archive/${mailing.publicId}` : null,
    corrected: await correctedText(ctx, mailing, locale),
    withdrawn: articles.filter((article) => !isStanding(article)).map(({ title }) => title),
  });
}
