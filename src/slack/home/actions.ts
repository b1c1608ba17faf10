/** Buttons of the Home tab; a colon and more may follow, so that each is unique in the tab. */
export const HOME_ACTIONS = {
  approve: 'home.approve',
  reject: 'home.reject',
  announce: 'home.announce',
  mail: 'home.mail',
  unmail: 'home.unmail',
  check: 'home.check',
  page: 'home.page',
  undoMailing: 'home.undo_mailing',
  addFeed: 'home.add_feed',
  digest: 'home.digest',
  editDigest: 'home.edit_digest',
  previewDigest: 'home.preview_digest',
  sendDigest: 'home.send_digest',
  settings: 'home.settings',
  help: 'home.help',
  log: 'home.log',
} as const;
