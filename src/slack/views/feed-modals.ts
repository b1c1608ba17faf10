import * as z from 'zod';
import { findRouteBetween } from '../../db/announcements/route-settings.ts';
import { findFeedByUrl } from '../../db/feeds/feeds.ts';
import { AppError } from '../../domain/errors.ts';
import type { FeedItem } from '../../domain/feed-item.ts';
import { kindLabel, kindOf } from '../../domain/kind.ts';
import { announceNewest } from '../../services/announcements/announce-newest.ts';
import type { Context } from '../../services/context.ts';
import { type AddFeedInput, addFeed, readFeed, UnreadFeedError } from '../../services/feeds/add-feed.ts';
import {
  candidateOf,
  type FeedAtAddress,
  type FeedCandidate,
  FeedChoiceError,
} from '../../services/feeds/discover-feeds.ts';
import { type KnownBlock, paragraph } from '../blocks/block.ts';
import { escapeMrkdwn, link, localTime, plain } from '../mrkdwn.ts';
import { categoriesIn, categoryInputs, tryFiltersRow } from './feed-filters.ts';
import { settingInputs } from './feed-settings.ts';
import { wishOf } from './feed-wish.ts';
import { listOf, textOf } from './form-values.ts';
import { addressInput, channelInput, choiceInput, choicesInput, textInput, ticksInput } from './inputs.ts';
import {
  doneFrom,
  formView,
  type InView,
  type Modal,
  messageView,
  type Outcome,
  openModal,
  readNote,
} from './modal.ts';
import type { ModalView, Screen } from './screen.ts';
import { COMPACT, summaryInputs } from './summary-time.ts';

export const FEED_ADDRESS_FORM = 'feed.address';
export const FEED_FORM = 'feed.form';
const TITLE = 'Add a feed';
const SHOWN_ITEMS = 3;

type Asked = { screen: Screen; triggerId: string; userId: string; channelId: string | null };
/** `found`: addresses of the feeds to pick from, by number; `page`: where they were found. */
const AddressNote = z.object({
  channelId: z.string().nullable(),
  page: z.string().default(''),
  found: z.array(z.string()).default([]),
});
const LONGEST_KEPT = 250;
const FeedNote = z.object({ channelId: z.string().nullable(), url: z.string(), isUnread: z.boolean() });

/** Opens the form for a new feed: its address is read first, where one is given. */
export async function openAddFeedModal(ctx: Context, asked: Asked, url: string | null): Promise<void> {
  await openModal(ctx, { ...asked, title: TITLE }, async () => {
    if (url === null) return addressForm(asked.channelId, {});
    return feedFormAt(ctx, asked.channelId, url).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      return addressForm(asked.channelId, { url, error });
    });
  });
}

/** Asks for an address; after a failure with the reason, and the feeds of the page or the choice to take it unread. */
function addressForm(channelId: string | null, given: { url?: string; error?: AppError }): ModalView {
  const { error, url } = given;
  const candidates = error instanceof FeedChoiceError ? pickable(error.candidates) : [];
  return formView({
    callbackId: FEED_ADDRESS_FORM,
    title: TITLE,
    submit: 'Look at it',
    note: { channelId, page: url?.slice(0, LONGEST_KEPT) ?? '', found: candidates.map((candidate) => candidate.url) },
    blocks: [
      ...(error ? [paragraph(`:warning: ${escapeMrkdwn(error.message).slice(0, 1_500)}`)] : []),
      ...(candidates.length > 0 ? [candidateInput(candidates)] : []),
      addressInput({
        id: 'url',
        label: 'Address of the feed or its site',
        initial: url ?? null,
        placeholder: 'https://…',
      }),
      ...(error instanceof UnreadFeedError
        ? [
            ticksInput({
              id: 'anyway',
              label: 'Its owner may block robots, or it is down',
              isOptional: true,
              choices: [{ text: 'Save anyway: keep trying, and tell me when it answers', value: 'yes' }],
            }),
          ]
        : []),
    ],
  });
}

/** As many as a form's note holds, which carries their addresses: an option's value is at most 75 characters. */
function pickable(candidates: readonly FeedCandidate[]): FeedCandidate[] {
  return candidates.filter(({ url }) => url.length <= LONGEST_KEPT).slice(0, 8);
}

function candidateInput(candidates: readonly FeedCandidate[]) {
  const choices = candidates.map(({ title, url, itemCount }, index) => {
    const tail = ` (${itemCount}) ${new URL(url).pathname.slice(-20)}`;
    return { text: `${title.slice(0, 74 - tail.length)}${tail}`, value: String(index) };
  });
  return choiceInput({ id: 'pick', label: 'Feeds of that page', isOptional: true, choices, initial: '0' });
}

export const FEED_ADDRESS_MODAL: Modal = {
  act: 'edit',
  async submit(ctx, input) {
    const { channelId, found, page } = readNote(AddressNote, input.note);
    const typed = textOf(input.values, 'url');
    const written = /^https?:\/\//i.test(typed) ? typed : `https://${typed}`;
    // Another address than that of the page means that none of its feeds was the right one.
    const picked = written.slice(0, LONGEST_KEPT) === page ? found[Number(textOf(input.values, 'pick'))] : undefined;
    const url = picked ?? written;
    if (listOf(input.values, 'anyway').includes('yes')) return shownForm(ctx, channelId, { url, found: null });
    return {
      kind: 'working',
      text: 'Reading the feed…',
      work: () =>
        feedFormAt(ctx, channelId, url).catch((error: unknown) => {
          if (!(error instanceof AppError)) throw error;
          return addressForm(channelId, { url, error });
        }),
    };
  },
};

async function shownForm(ctx: Context, channelId: string | null, at: FeedAt): Promise<Outcome> {
  return { kind: 'shown', view: await feedForm(ctx, channelId, at) };
}

async function feedFormAt(ctx: Context, channelId: string | null, url: string): Promise<ModalView> {
  const found = await readFeed(ctx, url);
  return feedForm(ctx, channelId, { url: found.url, found });
}

type FeedAt = { url: string; found: FeedAtAddress | null };

const header = (text: string): KnownBlock => ({ type: 'header', text: { type: 'plain_text', text } });

async function feedForm(ctx: Context, channelId: string | null, { url, found }: FeedAt): Promise<ModalView> {
  const document = found?.answer.document ?? null;
  const candidate = found && candidateOf(found);
  const channel = channelId && /^[CG]/.test(channelId) ? [channelId] : [];
  return formView({
    callbackId: FEED_FORM,
    title: TITLE,
    submit: 'Add feed',
    note: { channelId, url, isUnread: found === null },
    blocks: [
      ...previewBlocks(url, candidate, document?.items ?? []),
      channelInput({ id: 'channel', label: 'Channel', isOptional: true, initial: channel, isCurrentDefault: true }),
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
      wordsInput('include', 'Only with one of these words'),
      wordsInput('exclude', 'Never with one of these words'),
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

function wordsInput(id: string, label: string) {
  return textInput({ id, label, hint: 'Separate words by commas.', isOptional: true, max: 1_000 });
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
      choices: kinds.map((kind) => ({ text: kindLabel(kind, 'en'), value: kind })),
    }),
  ];
}

function previewBlocks(url: string, feed: FeedCandidate | null, items: readonly FeedItem[]): KnownBlock[] {
  if (!feed) {
    const text = `\`${escapeMrkdwn(url).replaceAll('`', '').slice(0, 500)}\` does not answer now. It is followed all the same.`;
    return [paragraph(text)];
  }
  const newest = [...items]
    .sort((a, b) => (b.publishedAt ?? '').localeCompare(a.publishedAt ?? ''))
    .slice(0, SHOWN_ITEMS);
  const rows = newest.map((item) => {
    const date = item.publishedAt ? `\n_${localTime(item.publishedAt, '{date_long}')}_` : '';
    const title = item.url ? link(item.url, item.title, 150) : plain(item.title, 150);
    return paragraph(`*${title}*\n${plain(item.summary ?? '', 250)}${date}`);
  });
  const count = `${feed.itemCount} ${feed.itemCount === 1 ? 'article' : 'articles'}`;
  return [
    paragraph(`*${plain(feed.title, 150)}*  ·  ${count}. The newest, as they will look:`),
    ...rows,
    { type: 'divider' },
  ];
}

export const FEED_MODAL: Modal = {
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
        const ended = (text: string) => doneFrom(note.channelId, messageView(TITLE, [paragraph(text)]), text);
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
