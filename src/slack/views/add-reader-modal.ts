import { listTopics } from '../../db/articles/topics.ts';
import type { Context } from '../../services/context.ts';
import { readInput } from '../../services/read-input.ts';
import { addReader, NewReaderShape } from '../../services/readers/reader-acts.ts';
import { paragraph } from '../blocks/block.ts';
import { confirmationText } from '../blocks/reader.ts';
import { listOf, textOf } from './form-values.ts';
import { choicesInput, textInput } from './inputs.ts';
import { type Asked, formView, type Modal, messageView, openModal } from './modal.ts';
import { readerInputs } from './reader-inputs.ts';

export const ADD_READER_FORM = 'reader.add';
const TITLE = 'Add a reader';

/** Asks whom to invite, and to what; topics by invitation are offered here and nowhere else. */
export async function openAddReaderModal(ctx: Context, asked: Asked): Promise<void> {
  await openModal(ctx, { ...asked, title: TITLE }, async () => {
    const topics = await listTopics(ctx.db);
    const choicesOf = (visibility: 'public' | 'invite_only') =>
      topics.filter((topic) => topic.visibility === visibility).map(({ name, slug }) => ({ text: name, value: slug }));
    const [open, invited] = [choicesOf('public'), choicesOf('invite_only')];
    return formView({
      callbackId: ADD_READER_FORM,
      title: TITLE,
      submit: 'Ask to confirm',
      blocks: [
        paragraph('They get one mail that asks them to confirm, and nothing else before they do.'),
        textInput({ id: 'email', label: 'Address', max: 254, placeholder: 'ana@example.org' }),
        textInput({ id: 'name', label: 'Name', max: 200, isOptional: true }),
        ...readerInputs(ctx),
        ...(open.length > 0
          ? [choicesInput({ id: 'topics', label: 'Topics', hint: 'None is all', choices: open, isOptional: true })]
          : []),
        ...(invited.length > 0
          ? [
              choicesInput({
                id: 'invitedTo',
                label: 'Invite to',
                hint: INVITE_HINT,
                choices: invited,
                isOptional: true,
              }),
            ]
          : []),
      ],
    });
  });
}

const INVITE_HINT = 'Somebody who is a reader already gets a mail that asks whether they want these too';

export const addReaderModal: Modal = {
  act: 'edit',
  async submit(ctx, { userId, values }) {
    const wish = readInput(NewReaderShape, {
      email: textOf(values, 'email'),
      name: textOf(values, 'name'),
      locale: textOf(values, 'locale') || undefined,
      frequency: textOf(values, 'frequency') || undefined,
      topics: [...listOf(values, 'topics')],
      invitedTo: [...listOf(values, 'invitedTo')],
    });
    const text = confirmationText(await addReader(ctx, wish, `slack:${userId}`));
    return { kind: 'shown', view: messageView(TITLE, [paragraph(text)]) };
  },
};
