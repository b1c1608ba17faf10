/** Callback ids of the shortcuts, as slack/manifest.json names them. */
export const SHORTCUTS = {
  newsletter: 'message.send_to_newsletter',
  announce: 'message.announce_article',
  createDigest: 'global.create_digest',
  addFeed: 'global.add_feed',
} as const;

export const UNDO_NEWSLETTER_ACTION = 'newsletter.take_out';
export const NEWSLETTER_FORM = 'shortcut.newsletter';
export const ANNOUNCE_LINK_FORM = 'shortcut.announce';
export const UNDO_ANNOUNCE_ACTION = 'shortcut.undo_announce';
