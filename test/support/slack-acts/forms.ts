import { SHORTCUTS } from '../../../src/slack/shortcut-names.ts';
import { deliver, fill, type Step, signed, usedShortcut } from '../slack-desk.ts';
import type { Typed } from '../slack-modal.ts';
import type { ActCase } from './act-case.ts';
import { awaiting, posted } from './press-articles.ts';
import { someFeed } from './press-feeds.ts';
import { approved, drafted, forMail, imported, instant, sent } from './press-mailings.ts';

type FormCase = ActCase & { typed: Typed };
const LIST = ['type subscribers import', fill({ file: 'F1', consentSource: 'Old site', consentAt: '2024-05-01' })];
/** A message with links to two pages that can be read. */
const TWO_LINKS = '<https://a.example.org/one> and <https://b.example.org/two>';
export const pages: Step = ({ world }) => {
  for (const url of ['https://a.example.org/one', 'https://b.example.org/two']) {
    const page = { url, headline: `Page ${url.slice(8, 9)}`, extract: 'Short.', language: 'en', outlet: 'Site' };
    const unknown = { authors: [], publishedAt: null, updatedAt: null, image: null, missing: [] };
    world.pages.set(url, { kind: 'page', page: { ...page, ...unknown } });
  }
  return undefined;
};
const onMessage =
  (callbackId: string): Step =>
  async (desk) =>
    deliver(desk, signed(desk, usedShortcut(desk, callbackId, TWO_LINKS)));

/** Forms by callback id: opened as people open them, filled, and sent. */
export const FORM_ACTS: Readonly<Record<string, FormCase>> = {
  'article.form': {
    given: ['type post'],
    typed: { title: 'We did it', extract: 'Short.', body: 'Long.' },
    does: ['+article published', '+audit article.published'],
    sends: [],
  },
  'article.alert': {
    given: [instant, 'type articles One', 'press article.newsletter', 'press article.alert'],
    typed: {},
    does: ['+mailing draft', '+mailing_article', '+audit mailing.composed', '+alerted_story'],
  },
  'announce.form': {
    given: ['type announce One'],
    typed: {},
    does: ['+announcement pending', '+audit article.announced'],
    sends: ['post CNEWS article'],
  },
  'announce.confirm': {
    given: ['type announce One', fill({ channels: ['C1', 'C2', 'C3', 'C4'] })],
    typed: {},
    does: ['+announcement pending ×4', '+audit article.announced'],
    sends: ['post C1 article', 'post C2 article', 'post C3 article', 'post C4 article'],
  },
  'post.text': {
    given: [...posted, 'press post.menu edit'],
    typed: { text: 'Ours.' },
    does: ['announcement text=Ours.', 'announcement wish=restore', '+audit announcement.edited'],
    sends: ['edit CNEWS article'],
  },
  'feed.address': { given: [someFeed, 'type feeds add'], typed: { url: 'https://b.example.org/feed.xml' }, does: [] },
  'feed.form': {
    given: [someFeed, 'type feeds add https://b.example.org/feed.xml'],
    typed: { channel: 'CNEWS' },
    does: ['+feed active', '+route active', '+audit feed.added'],
  },
  'feed.edit': {
    given: ['type feeds edit 1'],
    typed: { title: 'Ours' },
    does: ['feed title=Ours', '+audit feed.edited'],
  },
  'approval.reject': {
    given: [...awaiting, 'press announcement.reject'],
    typed: { reason: 'No picture.' },
    does: [
      'announcement state=rejected',
      'announcement not_before',
      'announcement decision_reason=No picture.',
      '+audit announcement.rejected',
    ],
    sends: ['edit CREVIEW1 approval'],
  },
  route: { given: ['type channels add'], typed: { channel: 'COTHER' }, does: ['+route active', '+audit route.added'] },
  settings: { given: ['type settings brand'], typed: {}, does: ['+setting newsroom', '+audit settings.changed'] },
  'settings.which': {
    given: ['home', 'press home.settings'],
    typed: { section: 'sender' },
    does: [],
    says: /Answers go to/,
  },
  'digest.form': {
    given: [forMail, 'type digest new'],
    typed: { 'subject-en': 'The week' },
    does: ['+mailing draft', '+mailing_article', '+audit mailing.composed', '+audit mailing.edited'],
  },
  'digest.test': {
    given: [...drafted, 'press draft.test'],
    typed: { own: 'ana@example.org', others: 'ben@example.org' },
    does: ['+setting test_address:UANA', 'mailing tested_hash', '+audit mailing.tested'],
    sends: ['mail ana@example.org ×2', 'mail ben@example.org ×2'],
  },
  'digest.send': {
    given: [...drafted, 'home', 'press home.send_digest'],
    typed: {},
    ...approved,
  },
  'digest.correct_which': { given: [...sent, 'type digest correct'], typed: {}, does: [] },
  'digest.correct': {
    given: [...sent, 'type digest correct'],
    typed: { articles: [], 'wrong-en': '2021.', 'right-en': '2022.' },
    does: ['+mailing draft', '+mailing_article', '+audit mailing.composed'],
  },
  'digest.schedule': {
    given: ['type digest schedule weekly'],
    typed: {},
    does: ['+schedule active', '+audit schedule.created'],
  },
  'reader.add': {
    given: ['type subscribers add'],
    typed: { email: 'eve@example.org', name: 'Eve' },
    does: ['+subscriber pending', '+consent requested', '+message todo', '+audit reader.added'],
    sends: ['mail eve@example.org'],
  },
  'import.form': {
    given: [imported, 'type subscribers import'],
    typed: { file: 'F1', consentSource: 'Old site', consentAt: '2024-05-01' },
    does: [],
  },
  'import.confirm': {
    given: [imported, ...LIST],
    typed: {},
    does: [
      '+subscriber active ×2',
      '+consent imported ×2',
      '+audit import.begun',
      '+audit import.finished',
      '+import finished',
    ],
  },
  'shortcut.announce': { given: [pages, onMessage(SHORTCUTS.announce)], typed: {}, does: [] },
  'shortcut.announce_confirm': {
    given: [pages, onMessage(SHORTCUTS.announce), 'submit'],
    typed: {},
    does: [
      '+article published',
      '+article_key u:a.example.org/one',
      '+announcement pending',
      '+audit article.published',
      '+audit article.announced',
    ],
    sends: ['post CNEWS article'],
  },
  'shortcut.newsletter': {
    given: [pages, onMessage(SHORTCUTS.newsletter)],
    typed: {},
    does: [
      '+article published ×2',
      '+article_key u:a.example.org/one',
      '+article_key u:b.example.org/two',
      '+audit article.published ×2',
    ],
  },
};

/** Buttons inside forms. */
export const FORM_PRESS_ACTS: Readonly<Record<string, FormCase>> = {
  'article.preview': {
    given: ['type post'],
    typed: { title: 'We did it', extract: 'Short.' },
    does: ['+article_draft'],
    again: ['article_draft saved_at'],
    says: /We did it/,
  },
  'article.read': {
    given: [pages, 'type post'],
    typed: { url: 'https://a.example.org/one' },
    does: [],
    says: /Page a/,
  },
  'article.fresh': { given: ['type post'], typed: {}, does: [] },
  'feed.try_filters': {
    given: [someFeed, 'type feeds add https://b.example.org/feed.xml'],
    typed: { channel: 'CNEWS' },
    does: [],
    says: /of the last 4/,
  },
};

/** Shortcuts by callback id, with the text of the message they are used on; null: from anywhere. */
export const SHORTCUT_ACTS: Readonly<Record<string, ActCase & { text: string | null }>> = {
  [SHORTCUTS.newsletter]: {
    text: '<https://press.example.org/one>',
    given: [],
    does: ['article email_mode=next_digest', '+audit article.edited'],
  },
  [SHORTCUTS.announce]: { text: '<https://press.example.org/one>', given: [], does: [], opens: 'announce.form' },
  [SHORTCUTS.createDigest]: { text: null, given: [forMail], does: [], opens: 'digest.form' },
  [SHORTCUTS.addFeed]: { text: null, given: [], does: [], opens: 'feed.address' },
};
