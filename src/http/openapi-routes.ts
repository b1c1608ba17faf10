import { ArticleChangesShape, ArticleShape, FromPageShape } from '../services/articles/article-input.ts';
import { ImportShape } from './api-articles.ts';
import { BeginShape, FinishShape, RowsShape } from './api-backup.ts';
import { ChannelShape } from './api-channels.ts';
import { TrialMailShape, TrialPostShape } from './api-doctor.ts';
import { AddFeedShape, FeedChangesShape } from './api-feeds.ts';
import { ActShape } from './api-mailings.ts';
import { ANSWERS } from './openapi-answers.ts';
import { READER_ROUTES } from './openapi-reader-routes.ts';
import type { ApiRoute } from './openapi-route.ts';

const CSV = 'text/csv';
const AFTER = { after: 'Id of the last one of the page before.' };

/** Every route under /api/v1; a test holds this list to the routes there are. */
export const API_ROUTES: readonly ApiRoute[] = [
  {
    method: 'get',
    path: '/counters',
    about: 'Numbers for dashboards',
    gives: 'How many articles, announcements, mailings, batches, readers, messages and feeds are in each state',
    answers: ANSWERS.counters,
  },
  {
    method: 'get',
    path: '/articles',
    about: 'Articles in pages',
    asks: AFTER,
    gives: 'articles, and next: pass it as after',
    answers: ANSWERS.articles,
  },
  {
    method: 'post',
    path: '/articles',
    about: 'Publish an article, written or taken from a page',
    takes: [ArticleShape, FromPageShape],
    gives: 'The article',
    answers: ANSWERS.newArticle,
    status: 201,
  },
  {
    method: 'post',
    path: '/articles/import',
    about: 'Take over articles of an older site',
    takes: ImportShape,
    gives: 'What became of each row',
    answers: ANSWERS.importedArticles,
  },
  {
    method: 'patch',
    path: '/articles/:id',
    about: 'Change an article',
    takes: ArticleChangesShape,
    gives: 'The article',
    answers: ANSWERS.article,
  },
  {
    method: 'delete',
    path: '/articles/:id',
    about: 'Withdraw an article',
    asks: { reason: 'Why; staff read it.' },
    gives: 'The article',
    answers: ANSWERS.withdrawnArticle,
  },
  {
    method: 'get',
    path: '/feeds',
    about: 'Feeds in pages',
    asks: AFTER,
    gives: 'feeds, and next: pass it as after',
    answers: ANSWERS.feeds,
  },
  {
    method: 'post',
    path: '/feeds',
    about: 'Follow a feed, or a site that has one',
    takes: AddFeedShape,
    gives: 'The feed',
    answers: ANSWERS.newFeed,
    otherwise: 200,
    status: 201,
  },
  {
    method: 'patch',
    path: '/feeds/:id',
    about: 'Change a feed',
    takes: FeedChangesShape,
    gives: 'The feed',
    answers: ANSWERS.changedFeed,
  },
  {
    method: 'post',
    path: '/channels',
    about: 'Let a Slack channel get every article: of all feeds, and what staff publish',
    takes: ChannelShape,
    gives: 'What the channel gets; one that was connected before stays as it is',
    answers: ANSWERS.newChannel,
    otherwise: 200,
    status: 201,
  },
  { method: 'get', path: '/mailings', about: 'The last newsletters', gives: 'mailings', answers: ANSWERS.mailings },
  {
    method: 'get',
    path: '/mailings/:id',
    about: 'One newsletter and its figures',
    gives: 'mailing and report',
    answers: ANSWERS.mailing,
  },
  {
    method: 'post',
    path: '/mailings/:id',
    about: 'Pause, resume or cancel a newsletter',
    takes: ActShape,
    gives: 'mailing, and whether it was done',
    answers: ANSWERS.controlledMailing,
    otherwise: 409,
  },
  {
    method: 'get',
    path: '/mailings/:id/recipients.csv',
    about: 'What became of each copy',
    asks: {
      addresses: 'yes: with addresses, which the log notes.',
      after: 'Goes on where the Link header of the answer before says.',
    },
    gives: 'A row per reader, 40,000 at most',
    type: CSV,
  },
  {
    method: 'get',
    path: '/mailings/:id/recipients/:reader',
    about: 'What became of one reader’s copy',
    gives: 'The proof',
    answers: ANSWERS.proof,
  },
  ...READER_ROUTES,
  {
    method: 'get',
    path: '/doctor',
    about: 'What is set up well and what is not',
    gives: 'findings',
    answers: ANSWERS.doctor,
  },
  {
    method: 'post',
    path: '/doctor/mail',
    about: 'Send a trial mail',
    takes: TrialMailShape,
    gives: 'id: how the mail provider calls it',
    answers: ANSWERS.trialMail,
  },
  {
    method: 'post',
    path: '/doctor/post',
    about: 'Post a trial message in Slack',
    takes: TrialPostShape,
    gives: 'ts: how Slack calls the post',
    answers: ANSWERS.trialPost,
  },
  { method: 'get', path: '/backup', about: 'Tables of a backup', gives: 'The plan', answers: ANSWERS.backup },
  {
    method: 'get',
    path: '/backup/:table',
    about: 'One page of a table',
    asks: { after: 'Key of the last row, as JSON.' },
    gives: 'rows and next',
    answers: ANSWERS.backupPage,
  },
  {
    method: 'post',
    path: '/restore/begin',
    about: 'Open an empty newsroom for a backup',
    takes: BeginShape,
    gives: 'status',
    answers: ANSWERS.restoreOpen,
  },
  {
    method: 'post',
    path: '/restore/rows',
    about: 'Put rows back',
    takes: RowsShape,
    gives: 'status, leftOut',
    answers: ANSWERS.restoredRows,
  },
  {
    method: 'post',
    path: '/restore/finish',
    about: 'End a restore: call it with next until done',
    takes: FinishShape,
    gives: 'done, and next or counts',
    answers: ANSWERS.restoreStep,
  },
  { method: 'get', path: '/openapi.json', about: 'This description', gives: 'OpenAPI 3.1' },
  { method: 'get', path: '/docs', about: 'This description as a page', gives: 'A page', type: 'text/html' },
];
