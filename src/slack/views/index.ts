/*
 * To add a modal:
 * 1. Write its view with `formView` and the inputs of inputs.ts in a file of its own here; each block_id names one field.
 * 2. Open it from a command, button or shortcut with `openModal(ctx, { screen, triggerId, title }, build)`, then answer null.
 * 3. Write its `Modal` (role, submit, and close where a draft is kept) and add it to MODALS under the view's callback_id.
 * 4. Choices asked of us while somebody types (`external` input) go to SUGGESTIONS, buttons inside a modal to VIEW_PRESSES.
 * 5. Throw AppError with `fields` by block_id for what is wrong; slow work is `{ kind: 'working' }`, each submit acts once.
 */
import { announceLinkModal } from '../shortcuts/announce-link.ts';
import { ANNOUNCE_LINK_FORM, NEWSLETTER_FORM } from '../shortcuts/names.ts';
import { newsletterModal } from '../shortcuts/newsletter-modal.ts';
import { ADD_READER_FORM, addReaderModal } from './add-reader-modal.ts';
import { ALERT_FORM, alertModal } from './alert-modal.ts';
import {
  ANNOUNCE_CONFIRM,
  ANNOUNCE_CONFIRM_MODAL,
  ANNOUNCE_FORM,
  ANNOUNCE_MODAL,
  POST_TEXT_FORM,
  POST_TEXT_MODAL,
} from './announce-modal.ts';
import { ARTICLE_FORM, ARTICLE_FORM_PRESSES, TWIN_ACTION } from './article-form.ts';
import { ARTICLE_MODAL, pressFresh, pressPreview, pressRead, suggestTwins } from './article-modals.ts';
import { CORRECT_CHOICE_FORM, CORRECT_FORM, correctChoiceModal, correctModal } from './correct-modal.ts';
import { DIGEST_FORM } from './digest-form.ts';
import { digestModal } from './digest-modal.ts';
import { FEED_EDIT_FORM, FEED_EDIT_MODAL } from './feed-edit-modal.ts';
import { TRY_FILTERS_ACTION, tryFilters } from './feed-filters.ts';
import { FEED_ADDRESS_FORM, FEED_ADDRESS_MODAL, FEED_FORM, FEED_MODAL } from './feed-modals.ts';
import { IMPORT_CONFIRM, IMPORT_FORM, importConfirmModal, importModal } from './import-modal.ts';
import type { Modal, Suggest, ViewPress } from './modal.ts';
import { REJECT_CALLBACK, rejectModal } from './reject.ts';
import { ROUTE_CALLBACK, routeModal } from './route-modal.ts';
import { SCHEDULE_FORM, scheduleModal } from './schedule-modal.ts';
import { SEND_FORM, sendModal } from './send-modal.ts';
import { SETTINGS_CHOICE_FORM, settingsChoiceModal } from './settings-choice.ts';
import { SETTINGS_CALLBACK, settingsModal } from './settings-modal.ts';
import { TEST_FORM, testModal } from './test-modal.ts';

/** Every modal by callback_id. */
export const MODALS: Readonly<Record<string, Modal>> = {
  [ARTICLE_FORM]: ARTICLE_MODAL,
  [ANNOUNCE_FORM]: ANNOUNCE_MODAL,
  [ANNOUNCE_CONFIRM]: ANNOUNCE_CONFIRM_MODAL,
  [POST_TEXT_FORM]: POST_TEXT_MODAL,
  [FEED_ADDRESS_FORM]: FEED_ADDRESS_MODAL,
  [FEED_FORM]: FEED_MODAL,
  [FEED_EDIT_FORM]: FEED_EDIT_MODAL,
  [REJECT_CALLBACK]: rejectModal,
  [ROUTE_CALLBACK]: routeModal,
  [SETTINGS_CALLBACK]: settingsModal,
  [SETTINGS_CHOICE_FORM]: settingsChoiceModal,
  [ALERT_FORM]: alertModal,
  [DIGEST_FORM]: digestModal,
  [SEND_FORM]: sendModal,
  [TEST_FORM]: testModal,
  [SCHEDULE_FORM]: scheduleModal,
  [CORRECT_CHOICE_FORM]: correctChoiceModal,
  [CORRECT_FORM]: correctModal,
  [ANNOUNCE_LINK_FORM]: announceLinkModal,
  [NEWSLETTER_FORM]: newsletterModal,
  [ADD_READER_FORM]: addReaderModal,
  [IMPORT_FORM]: importModal,
  [IMPORT_CONFIRM]: importConfirmModal,
};

/** Every external select by action_id. */
export const SUGGESTIONS: Readonly<Record<string, Suggest>> = { [TWIN_ACTION]: suggestTwins };

/** Every button or choice inside a modal by action_id. */
export const VIEW_PRESSES: Readonly<Record<string, ViewPress>> = {
  [ARTICLE_FORM_PRESSES.preview]: pressPreview,
  [ARTICLE_FORM_PRESSES.read]: pressRead,
  [ARTICLE_FORM_PRESSES.fresh]: pressFresh,
  [TRY_FILTERS_ACTION]: tryFilters,
};
