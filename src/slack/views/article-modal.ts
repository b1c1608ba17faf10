import * as z from 'zod';
import { dropDraft, findDraft, saveDraft } from '../../db/articles/article-drafts.ts';
import { listForStaff, listTwins } from '../../db/articles/article-lists.ts';
import { listPostsOfArticles } from '../../db/articles/article-posts.ts';
import { listKinds } from '../../db/articles/newsroom-articles.ts';
import type { StaffArticle } from '../../db/articles/staff-articles.ts';
import { listTopicSlugs, listTopics } from '../../db/articles/topics.ts';
import { execute } from '../../db/database.ts';
import { findLastAct } from '../../db/desk/audit.ts';
import { AppError } from '../../domain/errors.ts';
import type { ArticleInput } from '../../services/articles/article-input.ts';
import { editArticle } from '../../services/articles/edit-article.ts';
import { publishArticle } from '../../services/articles/publish-article.ts';
import { articleFromPage, readPage } from '../../services/articles/read-page.ts';
import type { Context } from '../../services/context.ts';
import { ARTICLE_ACTIONS } from '../blocks/article-standing.ts';
import { paragraph } from '../blocks/block.ts';
import { buttonRow } from '../blocks/buttons.ts';
import { escapeMrkdwn, plain } from '../mrkdwn.ts';
import { articleCardReply, knownArticle } from '../replies/article-reply.ts';
import { type ArticleNote, articleFormView } from './article-form.ts';
import {
  articleOfForm,
  changesOfForm,
  formOfArticle,
  formOfInput,
  inArticleForm,
  isBodyTooLong,
} from './article-form-values.ts';
import { articlePreview } from './article-preview.ts';
import { type FormValues, textOf } from './form-values.ts';
import {
  type Asked,
  type InView,
  type Modal,
  messageView,
  type Outcome,
  openModal,
  readNote,
  type Suggest,
  type ViewPress,
} from './modal.ts';
import { renewedView } from './refill.ts';
import type { ModalView } from './screen.ts';

const NoteShape: z.ZodType<ArticleNote> = z.object({
  articleId: z.string().nullable(),
  revision: z.number().nullable(),
  twinId: z.string().nullable(),
  channelId: z.string().nullable(),
});
const ValuesShape: z.ZodType<FormValues> = z.record(z.string(), z.union([z.string(), z.array(z.string()), z.null()]));

/** Opens the form for a new article: from the page at `url`, from the draft somebody left, or empty. */
export async function openPostModal(ctx: Context, asked: Asked, url: string | null): Promise<void> {
  await openModal(ctx, { ...asked, title: 'Publish an article' }, async () => {
    if (url !== null) return pageForm(ctx, asked.channelId, { url });
    const draft = await findDraft(ctx.db, asked.userId);
    const values = draft ? ValuesShape.safeParse(draft.form) : null;
    if (!draft || !values?.success) return newForm(ctx, asked.channelId, {});
    return newForm(ctx, asked.channelId, { values: values.data, draftSavedAt: draft.savedAt });
  });
}

async function newForm(
  ctx: Context,
  channelId: string | null,
  given: { values?: FormValues; draftSavedAt?: string; notice?: string },
): Promise<ModalView> {
  const { values = { kind: 'press_release', language: 'en' } } = given;
  const twinId = textOf(values, 'translationOf');
  const [topics, kinds, twin] = await Promise.all([
    listTopics(ctx.db),
    listKinds(ctx.db),
    twinId ? knownArticle(ctx, twinId).catch(() => null) : null,
  ]);
  return articleFormView({
    note: { articleId: null, revision: null, twinId: null, channelId },
    values,
    topics,
    kinds,
    twin: twin && { text: twin.title, value: twin.publicId },
    draftSavedAt: given.draftSavedAt ?? null,
    notice: given.notice ?? null,
    isOut: false,
    isBodyKept: false,
  });
}

/** The form filled in from a page; where it cannot be read, with the reason and what was typed. */
async function pageForm(ctx: Context, channelId: string | null, typed: FormValues): Promise<ModalView> {
  const url = textOf(typed, 'url');
  try {
    const { page, knownAs } = await readPage(ctx, url);
    const read = formOfInput(
      articleFromPage(ctx, page, { title: page.headline?.slice(0, 300) || new URL(page.url).host }),
    );
    const known = knownAs ? `:warning: This address is in the newsroom already, as article ${knownAs}. ` : '';
    const missing = page.missing.length > 0 ? `The page does not say: ${page.missing.join(', ')}. ` : '';
    const given = Object.fromEntries(Object.entries(typed).filter(([name, value]) => name !== 'url' && value?.length));
    return newForm(ctx, channelId, {
      values: { ...read, ...given, ...(textOf(typed, 'title') ? {} : { kind: 'coverage' }) },
      notice: `${known}${missing}Look it over, then publish.`,
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const kept = Object.keys(typed).length > 1 ? typed : { ...typed, kind: 'coverage', language: 'en' };
    return newForm(ctx, channelId, {
      values: kept,
      notice: `:warning: ${escapeMrkdwn(error.message)} You can fill in the form by hand.`,
    });
  }
}

/** Opens the form with an article in it. */
export async function openEditModal(ctx: Context, asked: Asked, publicId: string): Promise<void> {
  await openModal(ctx, { ...asked, title: 'Edit article' }, async () => {
    const article = await knownArticle(ctx, publicId);
    const [slugs, topics, kinds, twins] = await Promise.all([
      listTopicSlugs(ctx.db, article.topicIds),
      listTopics(ctx.db),
      listKinds(ctx.db),
      listTwins(ctx.db, article),
    ]);
    const [twin] = twins;
    return articleFormView({
      note: {
        articleId: article.publicId,
        revision: article.revision,
        twinId: twin?.publicId ?? null,
        channelId: asked.channelId,
      },
      values: formOfArticle(
        article,
        article.topicIds.flatMap((id) => slugs.get(id) ?? []),
      ),
      topics,
      kinds: [...kinds, article.kind],
      twin: twin ? { text: twin.title, value: twin.publicId } : null,
      draftSavedAt: null,
      notice: null,
      isOut: isOut(article, ctx.now()),
      isBodyKept: isBodyTooLong(article),
    });
  });
}

function isOut(article: StaffArticle, now: string): boolean {
  return article.state === 'published' && (article.embargoUntil === null || article.embargoUntil <= now);
}

export const articleModal: Modal = {
  act: 'edit',
  async submit(ctx, input) {
    const note = readNote(NoteShape, input.note);
    return note.articleId === null ? submitNew(ctx, input, note) : submitEdit(ctx, input, note, note.articleId);
  },
  async close(ctx, input) {
    if (readNote(NoteShape, input.note).articleId === null) await keepDraft(ctx, input);
  },
};

async function submitNew(ctx: Context, input: InView, note: ArticleNote): Promise<Outcome> {
  const article = await inArticleForm(() => articleOfForm(input.values));
  const by = `slack:${input.userId}`;
  return {
    kind: 'working',
    text: 'Publishing…',
    work: () =>
      inArticleForm(async () => {
        const published = await publishArticle(ctx, { article, by }).catch(async (error: unknown) => {
          await keepDraft(ctx, input);
          throw error;
        });
        await execute(dropDraft(ctx.db, input.userId));
        const said = `Published by <@${input.userId}>. ${await publishedWords(ctx, { published, wish: article })}`;
        return tellCard(ctx, input, { note, article: published, said });
      }),
  };
}

/** Where it stands now; and what to do where channels were to get it, and none does. */
async function publishedWords(
  ctx: Context,
  { published, wish }: { published: StaffArticle; wish: ArticleInput },
): Promise<string> {
  const when = published.embargoUntil ? 'It appears at its time.' : 'It stands in the newsroom.';
  const isForNobody = wish.announce !== false && (await listPostsOfArticles(ctx.db, [published.id])).length === 0;
  return isForNobody
    ? `${when} No channel is set to get it: press *Share in Slack…*, or connect one with \`/newsdesk channels add\`.`
    : when;
}

async function submitEdit(ctx: Context, input: InView, note: ArticleNote, publicId: string): Promise<Outcome> {
  const before = await knownArticle(ctx, publicId);
  const changes = await inArticleForm(() => changesOfForm(input.values, before, note));
  return {
    kind: 'working',
    text: 'Saving…',
    work: () =>
      inArticleForm(async () => {
        const { article, editedAt } = await edited(ctx, { publicId, changes, by: `slack:${input.userId}` });
        const said = editedAt ? `Edited by <@${input.userId}>.` : 'Nothing was changed.';
        return tellCard(ctx, input, { note, article, said, editedAt });
      }),
  };
}

/** Edits, and says which moment Undo names. */
async function edited(ctx: Context, input: Parameters<typeof editArticle>[1]) {
  const before = await knownArticle(ctx, input.publicId);
  const article = await editArticle(ctx, input);
  const last = await lastEdit(ctx, input.publicId);
  const isSame = JSON.stringify(before) === JSON.stringify(article);
  return { article, editedAt: isSame ? null : last };
}

async function lastEdit(ctx: Context, publicId: string): Promise<string | null> {
  const last = await findLastAct(ctx.db, `article:${publicId}`);
  return last?.act === 'article.edited' ? last.at : null;
}

/** Shows the article's card to whoever acted, and ends the modal. */
async function tellCard(
  ctx: Context,
  input: InView,
  done: { note: ArticleNote; article: StaffArticle; said: string; editedAt?: string | null },
): Promise<ModalView> {
  const { article, editedAt, note, said } = done;
  const undo = editedAt
    ? [buttonRow([{ actionId: ARTICLE_ACTIONS.undoEdit, label: 'Undo', value: `${article.publicId} ${editedAt}` }])]
    : [];
  const reply = await articleCardReply(ctx, article, { said, extra: undo });
  await input.screen.tell({ userId: input.userId, channelId: note.channelId }, reply);
  return messageView(input.view.title.text, [
    paragraph(`${said}\n*${plain(article.title, 200)}*`),
    paragraph('Its card with all that can be done is in the channel, visible to you only.'),
  ]);
}

/** Keeps what was typed, where anything was. */
async function keepDraft(ctx: Context, { userId, values }: InView): Promise<void> {
  const isEmpty = !['title', 'extract', 'body', 'url', 'documents'].some((field) => textOf(values, field));
  if (!isEmpty) await execute(saveDraft(ctx.db, userId, values, ctx.now()));
}

export const pressPreview: ViewPress = {
  act: 'edit',
  async run(ctx, input) {
    const note = readNote(NoteShape, input.note);
    if (note.articleId === null) await keepDraft(ctx, input);
    await articlePreview(ctx, input, note);
  },
};

export const pressRead: ViewPress = {
  act: 'edit',
  async run(ctx, input) {
    if (!textOf(input.values, 'url'))
      throw new AppError('invalid', 'Give the address of the page first. Nothing was done.');
    const { channelId } = readNote(NoteShape, input.note);
    const view = renewedView(await pageForm(ctx, channelId, input.values), ctx.ids.publicId());
    await input.screen.update({ viewId: input.view.id, hash: input.view.hash }, view);
  },
};

export const pressFresh: ViewPress = {
  act: 'edit',
  async run(ctx, input) {
    await execute(dropDraft(ctx.db, input.userId));
    const { channelId } = readNote(NoteShape, input.note);
    const view = renewedView(await newForm(ctx, channelId, {}), ctx.ids.publicId());
    await input.screen.update({ viewId: input.view.id, hash: input.view.hash }, view);
  },
};

/** Recent articles whose headline holds what was typed. */
export const suggestTwins: Suggest = async (ctx, typed) => {
  const words = typed.split(/\s+/).filter(Boolean).slice(0, 8);
  const found = await listForStaff(ctx.db, { words, offset: 0, limit: 20 });
  return found.map(({ publicId, title, language }) => ({
    text: `${language ? `[${language}] ` : ''}${title}`,
    value: publicId,
  }));
};
