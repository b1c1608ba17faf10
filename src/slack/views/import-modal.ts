import * as z from 'zod';
import { FREQUENCIES } from '../../domain/frequency.ts';
import { LOCALES } from '../../domain/locale.ts';
import type { Context } from '../../services/context.ts';
import { readInput } from '../../services/read-input.ts';
import { importList, judgeList } from '../../services/readers/import-list.ts';
import { type ImportTerms, ImportTermsShape, type Judged } from '../../services/readers/import-readers.ts';
import { type ReaderLists, readReaderLists } from '../../services/readers/reader-list.ts';
import { paragraph } from '../blocks/block.ts';
import { counted, number } from '../blocks/count.ts';
import { importBlock, importedText, previewBlocks } from '../blocks/import.ts';
import { type FormValues, listOf, textOf } from './form-values.ts';
import { dayInput, fileInput, textInput } from './inputs.ts';
import { type Asked, formView, type InView, type Modal, messageView, openModal, readNote } from './modal.ts';
import { readerInputs } from './reader-inputs.ts';
import type { ModalView, Screen } from './screen.ts';

export const IMPORT_FORM = 'import.form';
export const IMPORT_CONFIRM = 'import.confirm';
const TITLE = 'Import readers';
/** Mailchimp exports three. */
const MOST_FILES = 3;

/** Asks for the list and for the proof that these people agreed. */
export async function openImportModal(ctx: Context, asked: Asked): Promise<void> {
  await openModal(ctx, { ...asked, title: TITLE }, async () =>
    formView({
      callbackId: IMPORT_FORM,
      title: TITLE,
      submit: 'Check the list',
      blocks: [
        paragraph('Only people who agreed to your mail. You see what would happen before anything is stored.'),
        fileInput({
          id: 'file',
          label: 'The list',
          hint: 'CSV with the names of its columns in the first line, as Mailchimp, Ghost, listmonk and Buttondown export it; Mailchimp’s three together. At most 5 MB each and 20,000 lines in all',
          most: MOST_FILES,
          types: ['csv', 'tsv', 'text'],
        }),
        textInput({
          id: 'consentSource',
          label: 'Where they agreed',
          hint: 'In words that prove it later: “Sign-up form of the old site, double opt-in”',
          max: 200,
        }),
        dayInput({
          id: 'consentAt',
          label: 'When they agreed',
          hint: 'For lines that do not say so themselves; the last day it can have been',
        }),
        ...readerInputs(ctx, 'Of lines that name none'),
      ],
    }),
  );
}

export const importModal: Modal = {
  act: 'own',
  async submit(ctx, { screen, values }) {
    const terms = termsOf(values);
    const fileIds = listOf(values, 'file').slice(0, MOST_FILES);
    if (!terms.consentAt) return { kind: 'errors', errors: { consentAt: 'Say when they agreed.' } };
    if (fileIds.length === 0) return { kind: 'errors', errors: { file: 'Choose the list.' } };
    return {
      kind: 'working',
      text: 'Reading the list. Nothing is stored yet…',
      async work() {
        const { kinds, rows } = await readLists(screen, fileIds);
        return previewView({ fileIds, terms }, { judged: await judgeList(ctx, rows, terms), kinds });
      },
    };
  },
};

async function readLists(screen: Screen, fileIds: readonly string[]): Promise<ReaderLists> {
  const files: Uint8Array<ArrayBuffer>[] = [];
  for (const id of fileIds) files.push(await screen.readFile(id));
  return readReaderLists(files);
}

function termsOf(values: FormValues): ImportTerms {
  return readInput(ImportTermsShape, {
    consentSource: textOf(values, 'consentSource'),
    consentAt: textOf(values, 'consentAt') || null,
    locale: textOf(values, 'locale') || undefined,
    frequency: textOf(values, 'frequency') || undefined,
  });
}

const Note = z.object({
  fileIds: z.array(z.string().max(100)).min(1).max(MOST_FILES),
  terms: z.object({
    consentSource: z.string(),
    consentAt: z.string().nullable(),
    locale: z.enum(LOCALES),
    frequency: z.enum(FREQUENCIES),
  }),
});
type Chosen = { fileIds: string[]; terms: ImportTerms };

function noteOf({ fileIds, terms: { consentAt = null, consentSource, frequency, locale } }: Chosen) {
  return { fileIds, terms: { consentSource, consentAt, locale, frequency } } satisfies z.infer<typeof Note>;
}

function previewView(chosen: Chosen, { judged, kinds }: { judged: Judged; kinds: ReaderLists['kinds'] }): ModalView {
  const { new: fresh, opt_out: left, bounce } = judged.counts;
  const blocks = previewBlocks(judged, kinds);
  if (fresh + left + bounce === 0) {
    return messageView(TITLE, [paragraph('There is nobody to import. Nothing was stored.'), ...blocks]);
  }
  return formView({
    callbackId: IMPORT_CONFIRM,
    title: TITLE,
    submit: fresh > 0 ? `Import ${counted(fresh, 'reader')}` : `Note ${number(left + bounce)}`,
    note: noteOf(chosen),
    blocks: [
      ...blocks,
      paragraph(
        'Nothing is stored yet. No mail goes out by importing; you can remove the import until the first newsletter.',
      ),
    ],
  });
}

export const importConfirmModal: Modal = {
  act: 'own',
  async submit(ctx, input) {
    const { fileIds, terms } = readNote(Note, input.note);
    const chosen = { fileIds, terms: { ...terms, tags: {} } };
    return { kind: 'working', text: 'Importing…', work: () => runImport(ctx, input, chosen) };
  },
};

async function runImport(ctx: Context, input: InView, chosen: Chosen): Promise<ModalView> {
  const { screen, userId, view } = input;
  const { bytes, rows } = await readLists(screen, chosen.fileIds);
  const list = { bytes, rows, terms: chosen.terms, by: `slack:${userId}` };
  const { found, left } = await importList(ctx, list, async (done) => {
    const text = `:hourglass_flowing_sand: ${number(done)} of ${number(rows.length)} lines are through…`;
    await screen.update({ viewId: view.id, hash: null }, messageView(TITLE, [paragraph(text)]));
  });
  if (left > 0) {
    const text = `${number(rows.length - left)} of ${number(rows.length)} lines are in. Press *Go on* for the rest; nobody comes in twice.`;
    return formView({
      callbackId: IMPORT_CONFIRM,
      title: TITLE,
      submit: 'Go on',
      note: noteOf(chosen),
      blocks: [paragraph(text)],
    });
  }
  const text = importedText(found);
  await screen.tell({ userId, channelId: null }, { text, blocks: [importBlock(found)] });
  return messageView(TITLE, [
    paragraph(text),
    paragraph(
      'I sent you this as a message, with *Remove this import*. The list itself is among your files in Slack; delete it there when you are done.',
    ),
  ]);
}
