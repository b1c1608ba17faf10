/** Refusals after which a channel gets nothing until staff act (https://docs.slack.dev/reference/methods/chat.postMessage). */
export const CHANNEL_GONE: ReadonlySet<string> = new Set([
  'channel_not_found',
  'is_archived',
  'not_in_channel',
  'restricted_action',
  'cant_post_message',
  'channel_type_not_supported',
]);

/** Refusals of the message because of its picture; the words are worth posting without it. */
export const BAD_IMAGE: ReadonlySet<string> = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_attachments',
]);

/** Refusals of the thread alone: its first message is gone, or nobody may reply to it; the channel may take the post. */
export const THREAD_REFUSED: ReadonlySet<string> = new Set([
  'thread_not_found',
  'message_not_found',
  'invalid_thread_ts',
  'cannot_reply_to_message',
  'thread_locked',
  'restricted_action_thread_locked',
  'restricted_action_non_threadable_channel',
]);

/** Refusals that concern every channel: no workspace is connected, or its token is revoked or lacks a scope. */
export const TOKEN_REFUSED: ReadonlySet<string> = new Set([
  'not_connected',
  'invalid_auth',
  'not_authed',
  'token_revoked',
  'token_expired',
  'account_inactive',
  'missing_scope',
]);
