import * as z from 'zod';
import { findRouteBetween } from '../../db/announcements/route-settings.ts';
import { findFeedByUrl } from '../../db/feeds/feeds.ts';
import { AppError } from '../../domain/errors.ts';
import type { FeedItem } from '../../domain/feed-item.ts';
import { kindLabel, kindOf } from '../../domain/kind.ts';
import { announceNewest } from '../../services/announcements/announce-newest.ts';
import { topicIdsOf } from '../../services/articles/topic-ids.ts';
import type { Context } from '../../services/context.ts';
import { type AddFeedInput, addFeed } from '../../services/feeds/add-feed.ts';
import { candidateOf, type FeedAtAddress, type FeedCandidate } from '../../services/feeds/discover-feeds.ts';
import { header, type KnownBlock, paragraph } from '../blocks/block.ts';
import { counted } from '../blocks/count.ts';
import { addressCode, link, localTime, plain } from '../mrkdwn.ts';
import { POLL_FLOOR_SECONDS } from '../replies/connect-feed.ts';
import { settingInputs, settingsOf } from './feed-settings.ts';
import { categoriesIn, categoryInputs, filtersOf, wordInputs } from './filter-inputs.ts';
import { listOf, textOf, textOrNull } from './form-values.ts';
import { channelInput, choiceInput, choicesInput, ticksInput } from './inputs.ts';
import { doneFrom, formView, type InView, type Modal, messageView, readNote } from './modal.ts';
import type { ModalView } from './screen.ts';
import { COMPACT, summaryInputs, summaryOf } from './summary-time.ts';
import { tryFiltersRow } from './try-filters.ts';

export const FEED_FORM = 'feed.form';
export const FEED_TITLE = 'Add a feed';
const SHOWN_ITEMS = 3;
const FeedNote = z.object({ channelId: z.string().nullable(), url: z.string(), isUnread: z.boolean() });

type FeedAt = { url: string; found: FeedAtAddress | null };

/** The form of a new feed with what stands at its address; `found` null: it is taken unread. */
export async function feedForm(ctx: Context, channelId: string | null, { url, found }: FeedAt): Promise<ModalView> {
  const document = found?.answer.document ?? null;
  const candidate = found && candidateOf(found);
  return formView({
    callbackId: FEED_FORM,
    title: FEED_TITLE,
    submit: 'Add feed',
    note: { channelId, url, isUnread: found === null },
    blocks: [
      ...previewBlocks(url, candidate, document?.items ?? []),
      channelInput({ id: 'channel', label: 'Channel', isOptional: true, initial: [channelId], isCurrentDefault: true }),
      startInput(),
      choiceInput({
        id: 'mode',
        label: 'Post',
        choices: [
          { text: 'Straight away', value: 'each' },
          { text: 'After approval', value: 'approval' },
          { text: 'Daily summary', value: 'daily' },
          { text: 'Weekly summary', value: 'weekly' },
        ],
        initial: 'each',
      }),
      ...summaryInputs(ctx, { atTime: '09:00', weekday: 1, minimumCount: 1 }),
      header('Which articles'),
      ...wordInputs(),
      ...categoryInputs(categoriesIn(document?.items ?? [])),
      ...kindInputs(document?.items ?? []),
      ...(found ? [tryFiltersRow()] : []),
      ticksInput({
        id: 'images',
        label: 'How it looks',
        isOptional: true,
        choices: [{ text: 'Show pictures, where we may', value: 'yes' }, COMPACT],
        initial: ['yes'],
      }),
      header('How they are taken in'),
      ...(await settingInputs(ctx, {
        title: candidate?.title ?? new URL(url).host,
        kind: 'coverage',
        textRight: 'extract',
        imageRight: 'none',
        timeZone: ctx.config.timeZone,
        topics: [],
      })),
    ],
  });
}

function startInput() {
  return choiceInput({
    id: 'startWith',
    label: 'Start with',
    choices: [
      { text: 'Only new articles from now', value: 'none' },
      { text: 'Also the newest one', value: 'newest_1' },
      { text: 'Also the newest three', value: 'newest_3' },
    ],
    initial: 'none',
  });
}

/** The kinds that the feed's own categories name, where these are several. */
function kindInputs(items: readonly FeedItem[]) {
  const kinds = [...new Set(items.map((item) => kindOf(item.categories, 'coverage')))];
  if (kinds.length < 2) return [];
  return [
    choicesInput({
      id: 'kinds',
      label: 'Only these kinds',
      isOptional: true,
      choices: kinds.map((value) => ({ text: kindLabel(value, 'en'), value })),
    }),
  ];
}

function previewBlocks(url: string, feed: FeedCandidate | null, items: readonly FeedItem[]): KnownBlock[] {
  if (!feed) {
    return [paragraph(`${addressCode(url)} does not answer now. It is followed all the same.`)];
  }
  const newest = [...items]
    .sort((a, b) => (b.publishedAt ?? '').localeCompare(a.publishedAt ?? ''))
    .slice(0, SHOWN_ITEMS);
  const rows = newest.map((item) => {
    const date = item.publishedAt ? `\n_${localTime(item.publishedAt, '{date_long}')}_` : '';
    const title = item.url ? link(item.url, item.title, 150) : plain(item.title, 150);
    return paragraph(`*${title}*\n${plain(item.summary ?? '', 250)}${date}`);
  });
  const count = counted(feed.itemCount, 'article');
  return [
    paragraph(`*${plain(feed.title, 150)}*  ·  ${count}. The newest, as they will look:`),
    ...rows,
    { type: 'divider' },
  ];
}

/** What the form asks for. Throws AppError('invalid') that names the field. */
async function wishOf(
  ctx: Context,
  { values, userId }: InView,
  note: { url: string; isUnread: boolean },
): Promise<AddFeedInput> {
  const mode = z.enum(['each', 'approval', 'daily', 'weekly']).catch('each').parse(textOf(values, 'mode'));
  const { topics, ...rest } = await settingsOf(ctx, values);
  return {
    ...rest,
    url: note.url,
    channelId: textOrNull(values, 'channel'),
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

export const feedModal: Modal = {
  act: 'edit',
  async submit(ctx, input) {
    const note = readNote(FeedNote, input.note);
    const wish = await wishOf(ctx, input, note);
    if (wish.channelId) await refuseKnownRoute(ctx, wish.url, wish.channelId);
    return {
      kind: 'working',
      text: 'Adding the feed…',
      async work() {
        const { channelId } = wish;
        if (channelId && !(await input.screen.isIn(channelId))) {
          const message = "I can't post in that channel yet. Type `/invite @newsdesk` there, then save again.";
          throw new AppError('invalid', message, { fields: { channel: message } });
        }
        const { feed, isNew, itemCount } = await addFeed(ctx, wish);
        const name = `*${plain(feed.title, 150)}*`;
        const said = channelId ? await introduce(input, wish, name) : '';
        const stand = itemCount > 0 ? ` Its ${itemCount} present articles stand in the newsroom.` : '';
        const ended = (text: string) => doneFrom(note.channelId, messageView(FEED_TITLE, [paragraph(text)]), text);
        if (isNew) return ended(`${name} is followed.${stand}${said} First check within a minute.`);
        // What it brings at first is chosen at a feed's first poll; a feed that is known already has had that.
        const count = wish.startWith === 'newest_1' ? 1 : 3;
        if (channelId && wish.startWith !== 'none')
          await announceNewest(ctx, { publicId: feed.publicId, count, by: wish.addedBy });
        return ended(`${name} was followed already.${stand}${said}`);
      },
    };
  },
};

/** One line in the channel, so that people there know who connected it and why posts begin. */
async function introduce({ screen, userId }: InView, wish: AddFeedInput, name: string): Promise<string> {
  const channelId = wish.channelId ?? '';
  const text = `<@${userId}> connected ${name} to this channel. ${comingWords(wish)}`;
  const isSaid = await screen.say(channelId, { text, blocks: [paragraph(text)] });
  return isSaid
    ? ` <#${channelId}> was told.`
    : ` I could not say so in <#${channelId}>: look at \`/newsdesk status\`.`;
}

function comingWords({ needsApproval, route }: AddFeedInput): string {
  if (needsApproval) return 'New articles will show up here once somebody approves them.';
  if (route?.mode === 'daily') return 'A summary of new articles will show up here once a day.';
  if (route?.mode === 'weekly') return 'A summary of new articles will show up here once a week.';
  return 'New articles will show up here, about every 15 minutes.';
}

async function refuseKnownRoute(ctx: Context, url: string, channelId: string): Promise<void> {
  const known = await findFeedByUrl(ctx.db, url);
  const route = known && known.state !== 'removed' && (await findRouteBetween(ctx.db, { feedId: known.id, channelId }));
  if (!route) return;
  // Beside a field Slack draws plain text: no mention and no mark.
  const message = `This feed posts to that channel already, since ${route.createdAt.slice(0, 10)}. Change it with /newsdesk channels edit ${route.id}.`;
  throw new AppError('conflict', message, { fields: { channel: message } });
}
