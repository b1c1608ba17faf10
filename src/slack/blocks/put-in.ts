import type { PutIn } from '../../services/articles/articles-of-links.ts';
import { plain } from '../mrkdwn.ts';

/** What came of putting an article into the next newsletter, in mrkdwn. */
export function putInText({ article, kind }: { article: { title: string }; kind: PutIn['kind'] }): string {
  const title = `*${plain(article.title, 150)}*`;
  switch (kind) {
    case 'added':
      return `:pushpin: ${title} is in the next newsletter.`;
    case 'was_in':
      return `${title} is in the next newsletter already. Nothing was changed.`;
    case 'was_had':
      return `Readers had ${title} by an earlier newsletter, so the next one leaves it out. Nothing was changed.`;
  }
}
