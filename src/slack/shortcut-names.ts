/** Callback ids of the shortcuts, as slack/manifest.json names them. */
export const SHORTCUTS = {
  newsletter: 'message.send_to_newsletter',
  announce: 'message.announce_article',
  createDigest: 'global.create_digest',
  addFeed: 'global.add_feed',
} as const;
