import * as z from 'zod';
import { AppError, wrongField } from '../../domain/errors.ts';
import { webUrl } from '../../domain/web-url.ts';
import type { Context } from '../../services/context.ts';
import { readFeed, UnreadFeedError } from '../../services/feeds/add-feed.ts';
import { type FeedCandidate, FeedChoiceError } from '../../services/feeds/discover-feeds.ts';
import { paragraph } from '../blocks/block.ts';
import { escapedWithin } from '../mrkdwn.ts';
import { FEED_TITLE, feedForm } from './feed-modal.ts';
import { listOf, textOf } from './form-values.ts';
import { addressInput, choiceInput, ticksInput } from './inputs.ts';
import { type Asked, formView, type Modal, openModal, readNote } from './modal.ts';
import type { ModalView } from './screen.ts';

export const FEED_ADDRESS_FORM = 'feed.address';
/** `found`: addresses of the feeds to pick from, by number; `page`: where they were found. */
const Note = z.object({
  channelId: z.string().nullable(),
  page: z.string().default(''),
  found: z.array(z.string()).default([]),
});
const LONGEST_KEPT = 250;

/** Opens the form for a new feed: its address is read first, where one is given. */
export async function openAddFeedModal(ctx: Context, asked: Asked, url: string | null): Promise<void> {
  await openModal(ctx, { ...asked, title: FEED_TITLE }, async () => {
    if (url === null) return addressForm(asked.channelId, {});
    return formAt(ctx, asked.channelId, url);
  });
}

/** Asks for an address; after a failure with the reason, and the feeds of the page or the choice to take it unread. */
function addressForm(channelId: string | null, given: { url?: string; error?: AppError }): ModalView {
  const { error, url } = given;
  const candidates = error instanceof FeedChoiceError ? pickable(error.candidates) : [];
  return formView({
    callbackId: FEED_ADDRESS_FORM,
    title: FEED_TITLE,
    submit: 'Look at it',
    note: { channelId, page: url?.slice(0, LONGEST_KEPT) ?? '', found: candidates.map((candidate) => candidate.url) },
    blocks: [
      ...(error ? [paragraph(`:warning: ${escapedWithin(error.message, 1_500)}`)] : []),
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

export const feedAddressModal: Modal = {
  act: 'edit',
  async submit(ctx, input) {
    const { channelId, found, page } = readNote(Note, input.note);
    const typed = textOf(input.values, 'url');
    const written = /^https?:\/\//i.test(typed) ? typed : `https://${typed}`;
    // Another address than that of the page means that none of its feeds was the right one.
    const picked = written.slice(0, LONGEST_KEPT) === page ? found[Number(textOf(input.values, 'pick'))] : undefined;
    const url = picked ?? written;
    if (listOf(input.values, 'anyway').includes('yes')) {
      if (!webUrl(url)) throw wrongField('url', 'Give an address, as in https://example.com.');
      return { kind: 'shown', view: await feedForm(ctx, channelId, { url, found: null }) };
    }
    return {
      kind: 'working',
      text: 'Reading the feed…',
      work: () => formAt(ctx, channelId, url),
    };
  },
};

/** The form of the feed at an address; the first form again, with the reason, where there is none. */
async function formAt(ctx: Context, channelId: string | null, url: string): Promise<ModalView> {
  try {
    const found = await readFeed(ctx, url);
    return await feedForm(ctx, channelId, { url: found.url, found });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return addressForm(channelId, { url, error });
  }
}
