/** What the walk through Slack's surface types, presses and submits; each new command, button or form needs a line here. */
export type Known = { article: string; feed: string; route: string; topic: string };

/** A press: a button's value, an overflow's choice, or a channel picked. */
export type PressCase = { value: string } | { option: string } | { channel: string };

/** What is typed after `/newsdesk` for each command. */
export const COMMAND_CASES: Readonly<Record<string, string>> = {
  status: 'status',
  dashboard: 'dashboard',
  post: 'post',
  articles: 'articles tide',
  announce: 'announce One',
  'digest send': 'digest send',
  'digest test': 'digest test ana@example.com',
  'digest status': 'digest status',
  'digest report': 'digest report',
  'digest cancel': 'digest cancel',
  feeds: 'feeds',
  'feeds add': 'feeds add',
  'feeds edit': 'feeds edit 1',
  'feeds check': 'feeds check 1',
  'feeds pause': 'feeds pause 1',
  'feeds resume': 'feeds resume 1',
  'feeds remove': 'feeds remove nothing',
  queue: 'queue',
  channels: 'channels',
  'channels add': 'channels add',
  'channels edit': 'channels edit 1',
  'channels pause': 'channels pause 1',
  'channels resume': 'channels resume 1',
  'channels remove': 'channels remove 99',
  topics: 'topics',
  'topics add': 'topics add “Moon”',
  'topics rename': 'topics rename 1 Stars',
  'topics remove': 'topics remove 99',
  staff: 'staff',
  'staff add': 'staff add <@UVERA|vera> viewer',
  'staff remove': 'staff remove <@UNOBODY|nobody>',
  settings: 'settings',
  log: 'log 40',
};

const stale = () => ({ value: 'nothing 2026-01-01T00:00:00.000Z' });

/** What each button or menu in a message carries; `stale` names what is gone, as an old message does. */
export const PRESS_CASES: Readonly<Record<string, (known: Known) => PressCase>> = {
  'article.announce': ({ article }) => ({ value: article }),
  'article.edit': ({ article }) => ({ value: article }),
  'article.newsletter': ({ article }) => ({ value: article }),
  'article.alert': ({ article }) => ({ value: article }),
  'article.withdraw': ({ article }) => ({ value: article }),
  'article.page': () => ({ value: '0 One' }),
  'article.undo_withdraw': stale,
  'article.undo_edit': stale,
  'article.undo_announce': stale,
  'post.unhide': stale,
  'post.menu': () => ({ option: 'copy nothing' }),
  'feed.add': () => ({ value: 'https://press.example.org/feed.xml' }),
  'feed.announce_newest_1': ({ feed }) => ({ value: feed }),
  'feed.announce_newest_3': ({ feed }) => ({ value: feed }),
  'feeds.check': ({ feed }) => ({ value: `${feed} 0` }),
  'feeds.pause': ({ feed }) => ({ value: `${feed} 0` }),
  'feeds.resume': ({ feed }) => ({ value: `${feed} 0` }),
  'feeds.remove': stale,
  'feeds.page': () => ({ value: '0' }),
  'feeds.edit': ({ feed }) => ({ value: feed }),
  'feed.undo_edit': stale,
  'feed.undo': stale,
  'feed_alert.check': ({ feed }) => ({ value: feed }),
  'feed_alert.pause': ({ feed }) => ({ value: feed }),
  'flood.announce': stale,
  'flood.publish': stale,
  'flood.drop': stale,
  'announcement.approve': stale,
  'announcement.reject': stale,
  'announcement.edit': stale,
  'announcement.resubmit': stale,
  'announcement.take_back': stale,
  'announcement.was_posted': stale,
  'announcement.post_again': stale,
  'route.edit': ({ route }) => ({ value: `${route} 0` }),
  'route.add': () => ({ value: 'add' }),
  'route.pause': ({ route }) => ({ value: `${route} 0` }),
  'route.resume': ({ route }) => ({ value: `${route} 0` }),
  'route.remove': stale,
  'route.page': () => ({ value: '0' }),
  'route.try_again': ({ route }) => ({ value: route }),
  'route.move': () => ({ channel: 'COTHER' }),
  'staff.change': () => ({ option: 'UVERA viewer' }),
  'topic.change': ({ topic }) => ({ option: `${topic} hide` }),
  'settings.edit': () => ({ value: 'brand' }),
  'audit.undo': stale,
  'contact.claim': stale,
  'contact.done': stale,
  'mailing.pause': stale,
  'mailing.resume': stale,
  'mailing.cancel': stale,
  'mailing.undo': stale,
  'batches.sent': stale,
  'batches.send_again': stale,
};

/** What each button of the Home tab carries. */
export const HOME_CASES: Readonly<Record<string, (known: Known) => string>> = {
  'home.approve': () => 'nothing',
  'home.reject': () => 'nothing',
  'home.announce': ({ article }) => article,
  'home.mail': ({ article }) => article,
  'home.unmail': ({ article }) => article,
  'home.check': ({ feed }) => feed,
  'home.undo_mailing': () => 'nothing',
  'home.page': () => '0',
  'home.add_feed': () => 'add',
  'home.digest': () => 'new',
};

/** The note each form carries, which a form of an older version or of somebody else's making may get wrong. */
export const FORM_CASES: Readonly<Record<string, string>> = {
  'article.form': '{}',
  'announce.form': '{"id":"nothing"}',
  'announce.confirm': '{}',
  'post.text': '{"id":"nothing"}',
  'feed.address': '{"channelId":"CNEWS"}',
  'feed.form': '{"channelId":"CNEWS","url":"https://press.example.org/feed.xml","isUnread":false}',
  'feed.edit': '{"publicId":"nothing"}',
  'approval.reject': '{"id":"nothing"}',
  route: '{"publicId":null}',
  settings: '{"section":"brand"}',
  'shortcut.announce': '{"links":["https://example.com/a"],"channelId":"CNEWS"}',
  'shortcut.newsletter': '{"links":["https://example.com/a"],"channelId":"CNEWS"}',
};

/** Buttons inside forms, with the form that holds them. */
export const FORM_PRESS_CASES: Readonly<Record<string, string>> = {
  'article.preview': 'article.form',
  'article.read': 'article.form',
  'article.fresh': 'article.form',
};
