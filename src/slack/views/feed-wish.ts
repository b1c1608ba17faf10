import * as z from 'zod';
import { AppError } from '../../domain/errors.ts';
import { topicIdsOf } from '../../services/articles/topic-ids.ts';
import type { Context } from '../../services/context.ts';
import type { AddFeedInput } from '../../services/feeds/add-feed.ts';
import { settingsOf } from './feed-settings.ts';
import { type FormValues, listOf, textOf } from './form-values.ts';
import type { InView } from './modal.ts';
import { COMPACT, summaryOf } from './summary-time.ts';

const POLL_FLOOR_SECONDS = 300;
/** Filters are matched one by one against every article. */
const MOST_WORDS = 30;

/** What the form of a new feed asks for. Throws AppError('invalid') that names the field. */
export async function wishOf(
  ctx: Context,
  { values, userId }: InView,
  note: { url: string; isUnread: boolean },
): Promise<AddFeedInput> {
  const mode = z.enum(['each', 'approval', 'daily', 'weekly']).catch('each').parse(textOf(values, 'mode'));
  const settings = await settingsOf(ctx, values);
  const { topics, ...rest } = settings;
  const channelId = textOf(values, 'channel') || null;
  return {
    ...rest,
    url: note.url,
    channelId,
    isTaken: note.isUnread,
    topicIds: await topicIdsOf(ctx, topics),
    startWith: z.enum(['none', 'newest_1', 'newest_3']).catch('none').parse(textOf(values, 'startWith')),
    needsApproval: mode === 'approval',
    pollFloorSeconds: POLL_FLOOR_SECONDS,
    addedBy: `slack:${userId}`,
    route: {
      mode: mode === 'approval' ? 'each' : mode,
      ...summaryOf(values),
      showsImages: listOf(values, 'images').includes('yes'),
      isCompact: listOf(values, 'images').includes(COMPACT.value),
      filters: filtersOf(values),
    },
  };
}

/** The categories that a form asks for and keeps out. */
export function categoryFilters(values: FormValues) {
  const [include, exclude] = [listOf(values, 'includeCategories'), listOf(values, 'excludeCategories')];
  return {
    ...(include.length > 0 ? { includeCategories: [...include] } : {}),
    ...(exclude.length > 0 ? { excludeCategories: [...exclude] } : {}),
  };
}

/** What the filters of the form let through. Throws AppError('invalid') that names the field. */
export function filtersOf(values: FormValues) {
  const words = (field: string) => {
    const list = textOf(values, field)
      .split(/[,，、\n]/)
      .map((word) => word.trim())
      .filter(Boolean);
    if (list.length <= MOST_WORDS) return list;
    const message = `Give at most ${MOST_WORDS} words.`;
    throw new AppError('invalid', message, { fields: { [field]: message } });
  };
  const include = words('include');
  const exclude = words('exclude');
  const kinds = listOf(values, 'kinds');
  return {
    ...(include.length > 0 ? { includeWords: include } : {}),
    ...(exclude.length > 0 ? { excludeWords: exclude } : {}),
    ...(kinds.length > 0 ? { kinds: [...kinds] } : {}),
    ...categoryFilters(values),
  };
}
