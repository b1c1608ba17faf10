/*
 * To add a modal:
 * 1. Write its view with `formView` and the inputs of inputs.ts in a file of its own here; each block_id names one field.
 * 2. Open it from a command, button or shortcut with `openModal(ctx, { screen, triggerId, title }, build)`, then answer null.
 * 3. Write its `Modal` (role, submit, and close where a draft is kept) and add it to MODALS under the view's callback_id.
 * 4. Choices asked of us while somebody types (`external` input) go to SUGGESTIONS, buttons inside a modal to VIEW_PRESSES.
 * 5. Throw AppError with `fields` by block_id for what is wrong; slow work is `{ kind: 'working' }`, each submit acts once.
 */

import { ADD_READER_FORM, addReaderModal } from './add-reader-modal.ts';
import { ALERT_FORM, alertModal } from './alert-modal.ts';
import {
  ANNOUNCE_LINK_CONFIRM,
  ANNOUNCE_LINK_FORM,
  announceLinkConfirmModal,
  announceLinkModal,
} from './announce-link-modal.ts';
import {
  ANNOUNCE_FORM,
  announceModal,
  CONFIRM_SHARE_FORM,
  confirmShareModal,
  POST_TEXT_FORM,
  postTextModal,
} from './announce-modal.ts';
import { ARTICLE_FORM, ARTICLE_FORM_PRESSES, TWIN_ACTION } from './article-form.ts';
import { articleModal, pressFresh, pressPreview, pressRead, suggestTwins } from './article-modal.ts';
import { CORRECT_CHOICE_FORM, CORRECT_FORM, correctChoiceModal, correctModal } from './correct-modal.ts';
import { DIGEST_FORM } from './digest-form.ts';
import { digestModal } from './digest-modal.ts';
import { FEED_ADDRESS_FORM, feedAddressModal } from './feed-address-modal.ts';
import { FEED_EDIT_FORM, feedEditModal } from './feed-edit-modal.ts';
import { FEED_FORM, feedModal } from './feed-modal.ts';
import { IMPORT_CONFIRM, IMPORT_FORM, importConfirmModal, importModal } from './import-modal.ts';
import type { Modal, Suggest, ViewPress } from './modal.ts';
import { NEWSLETTER_FORM, newsletterModal } from './newsletter-modal.ts';
import { REJECT_FORM, rejectModal } from './reject-modal.ts';
import { ROUTE_FORM, routeModal } from './route-modal.ts';
import { SCHEDULE_FORM, scheduleModal } from './schedule-modal.ts';
import { SEND_FORM, sendModal } from './send-modal.ts';
import { SETTINGS_CHOICE_FORM, settingsChoiceModal } from './settings-choice-modal.ts';
import { SETTINGS_FORM, settingsModal } from './settings-modal.ts';
import { TEST_FORM, testModal } from './test-modal.ts';
import { TRY_FILTERS_ACTION, tryFilters } from './try-filters.ts';

/** Every modal by callback_id. */
export const MODALS: Readonly<Record<string, Modal>> = {
  [ARTICLE_FORM]: articleModal,
  [ANNOUNCE_FORM]: announceModal,
  [CONFIRM_SHARE_FORM]: confirmShareModal,
  [POST_TEXT_FORM]: postTextModal,
  [FEED_ADDRESS_FORM]: feedAddressModal,
  [FEED_FORM]: feedModal,
  [FEED_EDIT_FORM]: feedEditModal,
  [REJECT_FORM]: rejectModal,
  [ROUTE_FORM]: routeModal,
  [SETTINGS_FORM]: settingsModal,
  [SETTINGS_CHOICE_FORM]: settingsChoiceModal,
  [ALERT_FORM]: alertModal,
  [DIGEST_FORM]: digestModal,
  [SEND_FORM]: sendModal,
  [TEST_FORM]: testModal,
  [SCHEDULE_FORM]: scheduleModal,
  [CORRECT_CHOICE_FORM]: correctChoiceModal,
  [CORRECT_FORM]: correctModal,
  [ANNOUNCE_LINK_FORM]: announceLinkModal,
  [ANNOUNCE_LINK_CONFIRM]: announceLinkConfirmModal,
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
