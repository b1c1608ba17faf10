import { findMailing } from '../../../src/db/mailings/mailings.ts';
import { AppError } from '../../../src/domain/errors.ts';
import { knownArticle } from '../../../src/slack/replies/article-reply.ts';
import { openAddReaderModal } from '../../../src/slack/views/add-reader-modal.ts';
import { openAlertModal } from '../../../src/slack/views/alert-modal.ts';
import { announceLinkView, linkPreview } from '../../../src/slack/views/announce-link-modal.ts';
import { confirmShareView, openAnnounceModal, openPostTextModal } from '../../../src/slack/views/announce-modal.ts';
import { articleFormView } from '../../../src/slack/views/article-form.ts';
import { openEditModal, openPostModal } from '../../../src/slack/views/article-modal.ts';
import { articlePreview } from '../../../src/slack/views/article-preview.ts';
import { openCorrectModal } from '../../../src/slack/views/correct-modal.ts';
import { digestView } from '../../../src/slack/views/digest-form.ts';
import { openDigestModal } from '../../../src/slack/views/digest-modal.ts';
import { openAddFeedModal } from '../../../src/slack/views/feed-address-modal.ts';
import { openEditFeedModal } from '../../../src/slack/views/feed-edit-modal.ts';
import { feedForm } from '../../../src/slack/views/feed-modal.ts';
import { settingInputs } from '../../../src/slack/views/feed-settings.ts';
import { categoryInputs, wordInputs } from '../../../src/slack/views/filter-inputs.ts';
import { openImportModal } from '../../../src/slack/views/import-modal.ts';
import * as inputs from '../../../src/slack/views/inputs.ts';
import { doneFrom, failureView, formView, messageView, openModal } from '../../../src/slack/views/modal.ts';
import { newsletterView, putInReply } from '../../../src/slack/views/newsletter-modal.ts';
import { readerInputs } from '../../../src/slack/views/reader-inputs.ts';
import { refilledView, renewedView } from '../../../src/slack/views/refill.ts';
import { rejectView } from '../../../src/slack/views/reject-modal.ts';
import { openRouteModal } from '../../../src/slack/views/route-modal.ts';
import { openScheduleModal } from '../../../src/slack/views/schedule-modal.ts';
import { openSendModal } from '../../../src/slack/views/send-modal.ts';
import { localisedInputs } from '../../../src/slack/views/settings/texts.ts';
import { openSettingsChoice } from '../../../src/slack/views/settings-choice-modal.ts';
import { openSettingsModal, SETTINGS_SECTIONS, sectionView } from '../../../src/slack/views/settings-modal.ts';
import { summaryInputs } from '../../../src/slack/views/summary-time.ts';
import { openTestModal, testedText } from '../../../src/slack/views/test-modal.ts';
import { tryFiltersRow } from '../../../src/slack/views/try-filters.ts';
import { idOf } from '../../invariants/whole-newsroom.ts';
import { several } from './given.ts';
import { FEED_ADDRESS, type Newsroom } from './newsroom.ts';
import type { Drawn } from './worst.ts';

/** What a function draws; what it shows on a screen by itself is kept there. */
export type ViewCase = (room: Newsroom) => Promise<Drawn[]> | Drawn[];

const ARTICLE = idOf.article(1);
const [FINISHED, DRAFT] = [idOf.mailing(1), idOf.mailing(2)];

/** How whoever pressed or typed asks for a form. */
const asked = ({ screen }: Newsroom) => ({ screen, triggerId: '1.2', userId: 'UANA', channelId: 'CNEWS' });

function opens(open: (room: Newsroom, by: ReturnType<typeof asked>) => Promise<unknown>): ViewCase {
  return async (room) => {
    await open(room, asked(room));
    return [];
  };
}

const field = ({ worst }: Newsroom) => ({ id: 'field', label: worst.text || 'x', hint: worst.text });
/** No text of a choice is longer than what is cut from it; no value is outside's. */
const choicesOf = ({ worst }: Newsroom) =>
  several(worst, (n) => ({ text: worst.text, value: `${n}` }))
    .concat({ text: 'x', value: 'x' })
    .slice(-100);
const input = (one: unknown): Drawn[] => [{ inputs: [one] }];

/** Functions of src/slack/views, by file and name. */
export const VIEW_CASES: Readonly<Record<string, ViewCase>> = {
  'add-reader-modal.ts openAddReaderModal': opens(({ ctx }, by) => openAddReaderModal(ctx, by)),
  'alert-modal.ts openAlertModal': opens(({ ctx }, by) => openAlertModal(ctx, by, ARTICLE)),
  'announce-modal.ts openAnnounceModal': opens(({ ctx }, by) => openAnnounceModal(ctx, by, ARTICLE)),
  'announce-modal.ts confirmShareView': ({ worst }) => {
    const channels = several(worst, () => 'CNEWS', 20);
    const wish = { articleId: 'article00001', channelId: 'CNEWS', channels, text: null, showsImage: true, at: null };
    return [{ modal: confirmShareView(worst.text, { ...wish, text: worst.maybe('x'.repeat(600)) }) }];
  },
  'announce-modal.ts openPostTextModal': opens(({ ctx }, by) => openPostTextModal(ctx, by, 'post00000099')),
  'article-form.ts articleFormView': ({ worst }) => {
    const values = Object.fromEntries(
      ['url', 'title', 'extract', 'body', 'outlet', 'imageUrl', 'imageAlt', 'eventPlace'].map((name) => [
        name,
        worst.text,
      ]),
    );
    const view = articleFormView({
      note: { articleId: null, revision: null, twinId: null, channelId: null },
      ...{ values, kinds: several(worst, (n) => `kind_${n}`), draftSavedAt: worst.maybe('2026-03-02T08:00:00.000Z') },
      topics: several(worst, (n) => ({ slug: `t${n}`, name: worst.text })),
      ...{ twin: worst.maybe({ text: worst.text, value: 'x' }), notice: null, isOut: false, isBodyKept: false },
    });
    return [{ modal: view }];
  },
  'article-modal.ts openEditModal': opens(({ ctx }, by) => openEditModal(ctx, by, ARTICLE)),
  'article-modal.ts openPostModal': opens(async ({ ctx }, by) => {
    await openPostModal(ctx, by, null);
    await openPostModal(ctx, by, 'https://worst.example.org/page');
  }),
  'article-preview.ts articlePreview': opens(async ({ ctx, screen, worst }) => {
    const documents = several(worst, () => `${worst.text} | ${worst.url}`, 10).join('\n');
    const text = { title: worst.text.slice(0, 300), extract: worst.text, body: worst.text };
    const values = { ...text, documents, kind: 'coverage' };
    const view = { id: 'V1', hash: 'h', callback_id: 'x', private_metadata: '', title: { text: 'x' }, blocks: [] };
    const input = {
      userId: 'UANA',
      values,
      note: '',
      view: { ...view, state: { values: {} } },
      triggerId: '1',
      screen,
    };
    await articlePreview(ctx, input, { articleId: null, revision: null, twinId: null, channelId: null });
  }),
  'correct-modal.ts openCorrectModal': opens(({ ctx }, by) => openCorrectModal(ctx, by)),
  'digest-form.ts digestView': async ({ ctx }) => [
    { modal: await digestView(ctx, null, 'CNEWS') },
    { modal: await digestView(ctx, await findMailing(ctx.db, DRAFT), 'CNEWS') },
  ],
  'digest-modal.ts openDigestModal': opens(async ({ ctx }, by) => {
    for (const id of [null, DRAFT, FINISHED]) await openDigestModal(ctx, by, id);
  }),
  'feed-edit-modal.ts openEditFeedModal': opens(({ ctx }, by) => openEditFeedModal(ctx, by, idOf.feed(1))),
  'filter-inputs.ts categoryInputs': ({ worst }) => [
    { inputs: categoryInputs(several(worst, (n) => `${n} ${worst.text}`)).concat() },
  ],
  'filter-inputs.ts wordInputs': ({ worst }) => [
    { inputs: wordInputs({ includeWords: several(worst, () => worst.text), excludeWords: [worst.text] }) },
  ],
  'feed-modal.ts feedForm': async ({ ctx }) => [
    { modal: await feedForm(ctx, 'CNEWS', { url: FEED_ADDRESS, found: null }) },
  ],
  'try-filters.ts tryFiltersRow': () => [{ blocks: [tryFiltersRow()] }],
  'feed-address-modal.ts openAddFeedModal': opens(async ({ ctx }, by) => {
    for (const url of [null, FEED_ADDRESS, 'https://nothing.example.org']) await openAddFeedModal(ctx, by, url);
  }),
  'feed-settings.ts settingInputs': async ({ ctx, worst }) => {
    const now = { title: worst.text, kind: worst.text.slice(0, 30) || 'x', textRight: 'full', imageRight: 'own' };
    return [{ inputs: await settingInputs(ctx, { ...now, timeZone: worst.text, topics: [] }) }];
  },
  'import-modal.ts openImportModal': opens(({ ctx }, by) => openImportModal(ctx, by)),
  'inputs.ts option': (room) =>
    input(
      inputs.choiceInput({
        ...field(room),
        isMenu: true,
        choices: [inputs.option({ text: 'x', value: room.worst.text || 'x' })].map(({ value = '' }) => ({
          text: room.worst.text,
          value,
        })),
      }),
    ),
  'inputs.ts textInput': (room) =>
    input(
      inputs.textInput({
        ...field(room),
        initial: room.worst.maybe(room.worst.text),
        max: 100,
        placeholder: room.worst.text,
      }),
    ),
  'inputs.ts addressInput': (room) =>
    input(
      inputs.addressInput({ ...field(room), initial: room.worst.maybe(room.worst.url), placeholder: room.worst.text }),
    ),
  'inputs.ts choiceInput': (room) =>
    input(inputs.choiceInput({ ...field(room), choices: choicesOf(room), isMenu: true })),
  'inputs.ts choicesInput': (room) =>
    input(inputs.choicesInput({ ...field(room), choices: choicesOf(room), initial: ['0', 'unknown'] })),
  'inputs.ts ticksInput': (room) =>
    input(inputs.ticksInput({ ...field(room), choices: choicesOf(room), initial: ['0'] })),
  'inputs.ts suggestedInput': (room) =>
    input(
      inputs.suggestedInput({
        ...field(room),
        actionId: 'a',
        initial: room.worst.maybe({ text: room.worst.text, value: 'x' }),
      }),
    ),
  'inputs.ts channelInput': (room) =>
    [true, false].flatMap((isMany) => input(inputs.channelInput({ ...field(room), isMany, initial: ['CNEWS'] }))),
  'inputs.ts dayInput': (room) => input(inputs.dayInput({ ...field(room), initial: room.worst.maybe('2026-03-02') })),
  'inputs.ts fileInput': (room) => input(inputs.fileInput({ ...field(room), types: ['csv'] })),
  'inputs.ts timeInput': (room) =>
    input(inputs.timeInput({ ...field(room), initial: room.worst.maybe('2026-03-02T08:00:00.000Z') })),
  'modal.ts messageView': ({ worst }) => [{ modal: messageView(worst.text || 'x', []) }],
  'modal.ts formView': ({ worst }) => [
    { modal: formView({ callbackId: 'x', title: worst.text || 'x', submit: worst.text || 'x', note: {}, blocks: [] }) },
  ],
  'modal.ts doneFrom': ({ worst }) => [{ modal: doneFrom(null, messageView(worst.text || 'x', []), 'Done.').view }],
  'modal.ts openModal': opens(({ ctx, worst }, by) =>
    openModal(ctx, { ...by, title: worst.text || 'x' }, async () => {
      throw new AppError('invalid', `“${worst.text.slice(0, 1_000)}” is wrong. Nothing was done.`);
    }),
  ),
  'modal.ts failureView': async ({ ctx, worst }) => [
    { modal: await failureView(ctx, worst.text || 'x', new AppError('invalid', worst.text.slice(0, 700) || 'x')) },
  ],
  'reader-inputs.ts readerInputs': ({ ctx }) => [{ inputs: readerInputs(ctx, 'Of those whose file names none.') }],
  'refill.ts refilledView': (room) => {
    const blocks = ['a', 'b', 'c'].map((id) => inputs.textInput({ ...field(room), id }));
    const view = { id: 'V1', hash: 'h', callback_id: 'x', private_metadata: '{}', title: { text: 'x' }, blocks };
    const typed = { a: { value: { type: 'plain_text_input', value: room.worst.text.slice(0, 3_000) } } };
    const sent = { ...view, submit: { text: 'Save' }, state: { values: typed } };
    const errors = { a: room.worst.text, b: room.worst.text, unknown: room.worst.text };
    return [{ modal: refilledView(sent, errors) }];
  },
  'refill.ts renewedView': (room) => {
    const form = { callbackId: 'x', title: 'x', submit: 'Save', note: {}, blocks: [inputs.textInput(field(room))] };
    return [{ modal: renewedView(formView(form), '2') }];
  },
  'reject-modal.ts rejectView': ({ worst }) => [
    { modal: rejectView({ publicId: 'a1', title: worst.text, channelId: 'CNEWS' }) },
  ],
  'route-modal.ts openRouteModal': opens(async ({ ctx }, by) => {
    await openRouteModal(ctx, by, null);
    await openRouteModal(ctx, by, 'route0000001');
  }),
  'schedule-modal.ts openScheduleModal': opens(async ({ ctx }, by) => {
    await openScheduleModal(ctx, by, { frequency: 'monthly' });
    await openScheduleModal(ctx, by, { publicId: 'schedule0001' });
  }),
  'send-modal.ts openSendModal': opens(async ({ ctx }, by) => {
    for (const id of [DRAFT, FINISHED]) await openSendModal(ctx, by, id);
  }),
  'settings-modal.ts openSettingsModal': opens(async ({ ctx }, by) => {
    for (const { id } of SETTINGS_SECTIONS) await openSettingsModal(ctx, by, id);
  }),
  'settings/texts.ts localisedInputs': ({ worst }) => [
    {
      inputs: localisedInputs(
        ['en', 'zh-Hans'],
        { id: 'x', label: worst.text || 'x', hint: worst.text, max: 500 },
        { en: worst.text },
      ),
    },
  ],
  'settings-modal.ts sectionView': async ({ ctx }) => [{ modal: await sectionView(ctx, 'brand', false) }],
  'settings-choice-modal.ts openSettingsChoice': opens((_, by) => openSettingsChoice(by)),
  'summary-time.ts summaryInputs': ({ ctx }) => [
    { inputs: summaryInputs(ctx, { atTime: '09:00', weekday: 7, minimumCount: 20 }) },
  ],
  'test-modal.ts openTestModal': opens(({ ctx }, by) => openTestModal(ctx, by, DRAFT)),
  'test-modal.ts testedText': ({ worst }) => [
    { text: testedText({ sent: 1, refused: several(worst, (n) => `reader${n}@example.org`, 10) }) },
  ],
  'announce-link-modal.ts announceLinkView': ({ worst }) => [
    {
      modal: announceLinkView(['https://a.example.org', ...several(worst, (n) => `${worst.url}${n}`, 10)], 'CNEWS'),
    },
    { modal: announceLinkView([worst.url || 'https://x.example.org'], 'CNEWS') },
  ],
  'announce-link-modal.ts linkPreview': async ({ ctx, worst }) => {
    const article = await knownArticle(ctx, ARTICLE);
    const wish = { url: worst.url.slice(0, 2_000), channelId: 'CNEWS', channels: several(worst, () => 'CNEWS', 20) };
    return [
      { modal: linkPreview(ctx, { article, publish: null }, wish) },
      { modal: linkPreview(ctx, { article, publish: async () => article }, wish) },
    ];
  },
  // A message without a link is answered in words, see shortcuts.ts.
  'newsletter-modal.ts newsletterView': ({ worst }) => [
    {
      modal: newsletterView(
        ['https://a.example.org', ...several(worst, (n) => `https://b.example.org/${worst.text}${n}`, 10)],
        'CNEWS',
      ),
    },
  ],
  'newsletter-modal.ts putInReply': async ({ ctx, worst }) => [
    {
      message: await putInReply(
        ctx,
        ['https://press.example.org/1', worst.url || 'https://x.example.org/'],
        'slack:UANA',
      ),
    },
  ],
};
