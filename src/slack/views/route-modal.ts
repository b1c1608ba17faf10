import * as z from 'zod';
import { type FullRoute, listCategories, type RouteSettings } from '../../db/announcements/route-settings.ts';
import { ROUTE_THREADS } from '../../db/announcements/routes.ts';
import { listTopics } from '../../db/articles/topics.ts';
import { listFeeds } from '../../db/feeds/feeds.ts';
import { AppError, wrongField } from '../../domain/errors.ts';
import {
  addRoute,
  defaultRouteSettings,
  editRoute,
  knownRoute,
  matchSample,
  settingsOf,
} from '../../services/announcements/change-route.ts';
import type { Context } from '../../services/context.ts';
import { paragraph } from '../blocks/block.ts';
import { rhythmWords, routeChangeReply } from '../blocks/routes.ts';
import { kindChoices, languageChoices } from './choices.ts';
import { categoryInputs, filtersOf, wordInputs } from './filter-inputs.ts';
import { type FormValues, listOf, textOf } from './form-values.ts';
import { type Choice, channelInput, choiceInput, choicesInput, ticksInput } from './inputs.ts';
import { type Asked, formView, type Modal, messageView, openModal, readNote } from './modal.ts';
import type { ModalView } from './screen.ts';
import { COMPACT, summaryInputs, summaryOf } from './summary-time.ts';

export const ROUTE_FORM = 'route';
const TITLE = 'Articles for a channel';
/** Slack offers 100 options; one stands for everything. */
const MOST_FEEDS = 99;

const Note = z.object({ id: z.string().nullable(), revision: z.number() });

/** Opens the form for a new route, or for the one of that id. */
export async function openRouteModal(ctx: Context, asked: Asked, publicId: string | null): Promise<void> {
  await openModal(ctx, { ...asked, title: TITLE }, async () => {
    const route = publicId === null ? null : await knownRoute(ctx, publicId);
    return routeForm(ctx, route, route ? settingsOf(route) : defaultRouteSettings(asked.channelId ?? '', null));
  });
}

async function routeForm(ctx: Context, route: FullRoute | null, settings: RouteSettings): Promise<ModalView> {
  const [feeds, topics, sample, categories] = await Promise.all([
    listFeeds(ctx.db),
    listTopics(ctx.db),
    matchSample(ctx, settings),
    listCategories(ctx.db, settings.feedId),
  ]);
  const note: z.infer<typeof Note> = { id: route?.publicId ?? null, revision: route?.revision ?? 0 };
  const matched = `With these filters it would have got ${sample.matched} of the last ${sample.of} articles.`;
  return formView({
    callbackId: ROUTE_FORM,
    title: TITLE,
    submit: 'Save',
    note,
    blocks: [
      channelInput({ id: 'channel', label: 'Channel', initial: [settings.channelId] }),
      ...(route ? [] : [sourceInput(feeds)]),
      modeInput(settings.mode),
      ...summaryInputs(ctx, settings),
      ...wordInputs(settings.filters),
      ...categoryInputs(categories, settings.filters),
      ...pickInputs(ctx, topics, settings.filters),
      optionsInput(settings),
      threadsInput(settings.threads),
      paragraph(matched),
    ],
  });
}

function sourceInput(feeds: Awaited<ReturnType<typeof listFeeds>>) {
  const choices = feeds
    .filter(({ state }) => state !== 'removed')
    .slice(0, MOST_FEEDS)
    .map(({ id, title }) => ({ text: title, value: String(id) }));
  const all = { text: 'Everything: all feeds and what staff publish', value: 'all' };
  return choiceInput({ id: 'feed', label: 'Articles from', choices: [all, ...choices], initial: 'all', isMenu: true });
}

function modeInput(mode: RouteSettings['mode']) {
  const choices = [
    { text: 'Each article by itself', value: 'each' },
    { text: 'One Channel summary a day', value: 'daily' },
    { text: 'One Channel summary a week', value: 'weekly' },
  ];
  return choiceInput({ id: 'mode', label: 'When', choices, initial: mode });
}

function pickInputs(ctx: Context, topics: Awaited<ReturnType<typeof listTopics>>, filters: RouteSettings['filters']) {
  const named = topics.map(({ id, name }) => ({ text: name, value: String(id) }));
  const topicIds = (filters.topicIds ?? []).map(String);
  const pick = (id: string, label: string, choices: Choice[], initial: string[] = []) =>
    choicesInput({ id, label, choices, initial, isOptional: true });
  return [
    pick('kinds', 'Only these kinds', kindChoices(filters.kinds), filters.kinds),
    ...(named.length > 0 ? [pick('topics', 'Only these topics', named, topicIds)] : []),
    pick('languages', 'Only in these languages', languageChoices(ctx.config.locales), filters.languages),
  ];
}

function optionsInput(settings: RouteSettings) {
  const choices = [
    { text: 'Somebody approves each post first', value: 'approval' },
    { text: 'With pictures', value: 'images' },
    COMPACT,
  ];
  return ticksInput({ id: 'options', label: 'Also', choices, initial: optionsOf(settings), isOptional: true });
}

function threadsInput(threads: RouteSettings['threads']) {
  const choices = [
    { text: 'Each article stands in the channel', value: 'off' },
    { text: 'The first of a day in the channel, the others in its thread', value: 'thread' },
    { text: 'The same, and the others are shown in the channel too', value: 'broadcast' },
  ];
  const hint = 'For articles that come each by itself.';
  return choiceInput({ id: 'threads', label: 'Threads', hint, choices, initial: threads });
}

/** The ticks of a route's form. */
function optionsOf({ isCompact, needsApproval, showsImages }: RouteSettings): string[] {
  return [needsApproval ? 'approval' : '', showsImages ? 'images' : '', isCompact ? COMPACT.value : ''].filter(Boolean);
}

/** What the form says of a route. Throws AppError('invalid') naming fields. */
function settingsOfForm(values: FormValues): Omit<RouteSettings, 'feedId' | 'state'> {
  const mode = z.enum(['each', 'daily', 'weekly']).catch('each').parse(textOf(values, 'mode'));
  const options = listOf(values, 'options');
  const topicIds = listOf(values, 'topics').map(Number);
  const channelId = textOf(values, 'channel');
  if (!/^[CG][A-Z0-9]+$/.test(channelId)) throw wrongField('channel', 'Pick a channel.');
  return {
    channelId,
    mode,
    ...summaryOf(values),
    needsApproval: options.includes('approval'),
    showsImages: options.includes('images'),
    isCompact: options.includes(COMPACT.value),
    threads: z.enum(ROUTE_THREADS).catch('off').parse(textOf(values, 'threads')),
    filters: { ...filtersOf(values), ...(topicIds.length > 0 ? { topicIds } : {}) },
  };
}

/** Saves a route. A new one says in its channel who connected what, which also shows that Slack takes posts there. */
export const routeModal: Modal = {
  act: 'edit',
  async submit(ctx, { note, userId, values }) {
    const { id, revision } = readNote(Note, note);
    const typed = settingsOfForm(values);
    const by = `slack:${userId}`;
    return {
      kind: 'working',
      text: 'Saving…',
      async work() {
        if (id !== null) {
          const change = await editRoute(ctx, { publicId: id, settings: typed, act: 'edited', by, revision });
          return doneView(ctx, routeChangeReply('edited', change), change.route);
        }
        const feedId = textOf(values, 'feed') === 'all' ? null : Number(textOf(values, 'feed')) || null;
        const settings = { ...defaultRouteSettings(typed.channelId, feedId), ...typed };
        await sayHello(ctx, settings, by);
        const change = await addRoute(ctx, { settings, by });
        return doneView(ctx, routeChangeReply('added', change), change.route);
      },
    };
  },
};

async function sayHello(ctx: Context, settings: RouteSettings, by: string): Promise<void> {
  const feeds = settings.feedId === null ? [] : await listFeeds(ctx.db);
  const what =
    settings.feedId === null ? 'the newsroom' : (feeds.find(({ id }) => id === settings.feedId)?.title ?? 'a feed');
  const rhythm =
    settings.mode === 'each' ? 'New articles show up here.' : `New articles show up here as ${rhythmWords(settings)}.`;
  const outcome = await ctx.announcer.post(settings.channelId, { kind: 'route_intro', by, what, rhythm });
  if (outcome.kind !== 'refused') return;
  const message =
    outcome.retryAfterSeconds === null
      ? 'I can’t post in that channel yet. Type `/invite @newsdesk` there, then save again.'
      : 'Slack asked me to slow down. Save again in a minute.';
  throw new AppError('conflict', `${message} Nothing was saved.`, { fields: { channel: message } });
}

async function doneView(
  ctx: Context,
  reply: ReturnType<typeof routeChangeReply>,
  route: FullRoute,
): Promise<ModalView> {
  const { matched, of } = await matchSample(ctx, route);
  const sample = of === 0 ? [] : [paragraph(`It would have got ${matched} of the last ${of} articles.`)];
  return messageView(TITLE, [paragraph(reply.text), ...sample], 'Done');
}
