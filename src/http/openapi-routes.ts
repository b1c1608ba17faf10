import type * as z from 'zod';
import { ArticleChangesShape, ArticleShape, FromPageShape } from '../services/articles/article-input.ts';
import { NewReaderShape } from '../services/readers/reader-acts.ts';
import { ImportShape } from './api-articles.ts';
import { BeginShape, FinishShape, RowsShape } from './api-backup.ts';
import { TrialShape } from './api-doctor.ts';
import { AddFeedShape, FeedChangesShape } from './api-feeds.ts';
import { BeginImportShape, CheckImportShape, ImportRowsShape } from './api-imports.ts';
import { ActShape } from './api-mailings.ts';
import { FindShape, GrowthQuery, ReadersQuery } from './api-readers.ts';
import { TopicShape } from './api-topics.ts';

/** One thing a script may do. `takes` is the shape of its body, `asks` that of its query, `gives` what comes back in words. */
export type ApiRoute = {
  method: 'get' | 'post' | 'patch' | 'delete';
  path: string;
  about: string;
  takes?: z.ZodType | readonly z.ZodType[];
  asks?: z.ZodObject | Readonly<Record<string, string>>;
  gives: string;
  status?: number;
  type?: string;
};

const CSV = 'text/csv';
const AFTER = { after: 'Id of the last one of the page before.' };

/** Every route under /api/v1; a test holds this list to the routes there are. */
export const API_ROUTES: readonly ApiRoute[] = [
  {
    method: 'get',
    path: '/counters',
    about: 'Numbers for dashboards',
    gives: 'How many articles, announcements, mailings, batches, readers, messages and feeds are in each state',
  },
  {
    method: 'get',
    path: '/articles',
    about: 'Articles in pages',
    asks: AFTER,
    gives: 'articles, and next: pass it as after',
  },
  {
    method: 'post',
    path: '/articles',
    about: 'Publish an article, written or taken from a page',
    takes: [ArticleShape, FromPageShape],
    gives: 'The article',
    status: 201,
  },
  {
    method: 'post',
    path: '/articles/import',
    about: 'Take over articles of an older site',
    takes: ImportShape,
    gives: 'What became of each row',
  },
  {
    method: 'patch',
    path: '/articles/:id',
    about: 'Change an article',
    takes: ArticleChangesShape,
    gives: 'The article',
  },
  {
    method: 'delete',
    path: '/articles/:id',
    about: 'Withdraw an article',
    asks: { reason: 'Why; staff read it.' },
    gives: 'The article',
  },
  { method: 'get', path: '/feeds', about: 'Feeds in pages', asks: AFTER, gives: 'feeds, and next: pass it as after' },
  {
    method: 'post',
    path: '/feeds',
    about: 'Follow a feed, or a site that has one',
    takes: AddFeedShape,
    gives: 'The feed',
    status: 201,
  },
  { method: 'patch', path: '/feeds/:id', about: 'Change a feed', takes: FeedChangesShape, gives: 'The feed' },
  { method: 'get', path: '/mailings', about: 'The last newsletters', gives: 'mailings' },
  { method: 'get', path: '/mailings/:id', about: 'One newsletter and its figures', gives: 'mailing and report' },
  {
    method: 'post',
    path: '/mailings/:id',
    about: 'Pause, resume or cancel a newsletter',
    takes: ActShape,
    gives: 'mailing, and whether it was done',
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
  },
  {
    method: 'get',
    path: '/readers',
    about: 'Readers in pages',
    asks: ReadersQuery,
    gives: 'readers, and next: pass it as after',
  },
  {
    method: 'get',
    path: '/readers.csv',
    about: 'Every reader',
    gives: 'A row per reader, no cell a formula',
    type: CSV,
  },
  {
    method: 'post',
    path: '/readers',
    about: 'Add a person, who confirms by mail',
    takes: NewReaderShape,
    gives: 'outcome (sent, limited, invited, active, closed) and reader',
    status: 202,
  },
  {
    method: 'post',
    path: '/readers/find',
    about: 'Find a person by address',
    takes: FindShape,
    gives: 'reader, consent, sent',
  },
  { method: 'get', path: '/readers/:id', about: 'One person', gives: 'reader, consent, sent' },
  { method: 'delete', path: '/readers/:id', about: 'Erase a person for good', gives: 'Nothing', status: 204 },
  {
    method: 'get',
    path: '/readers/:id/export',
    about: 'All that is kept of a person, to hand to them',
    gives: 'Their data',
  },
  {
    method: 'post',
    path: '/readers/:id/confirmation',
    about: 'Send another confirmation',
    gives: 'outcome and reader',
    status: 202,
  },
  { method: 'post', path: '/readers/:id/unsubscribe', about: 'Take a person off every newsletter', gives: 'reader' },
  {
    method: 'post',
    path: '/suppressions/lift',
    about:
      'Lift the block that a bounce or a complaint put on an address; only the person’s own sign-up brings mail again',
    takes: FindShape,
    gives: 'reader: who left now; null where only a hash of the address is kept',
  },
  {
    method: 'delete',
    path: '/suppressions',
    about: 'Give up a suppression list whose key is lost for good; refused while it can be read',
    gives: 'givenUp: how many hashes were dropped',
  },
  { method: 'get', path: '/topics', about: 'The topics readers choose from', gives: 'topics' },
  { method: 'post', path: '/topics', about: 'Add a topic', takes: TopicShape, gives: 'The topic', status: 201 },
  {
    method: 'get',
    path: '/growth',
    about: 'Who came and who left, by day and source',
    asks: GrowthQuery,
    gives: 'now, days, sources, moves',
  },
  { method: 'get', path: '/imports', about: 'The last imports of readers', gives: 'imports' },
  {
    method: 'post',
    path: '/imports',
    about: 'Begin an import, or go on with the one of the same file',
    takes: BeginImportShape,
    gives: 'The import',
    status: 201,
  },
  {
    method: 'post',
    path: '/imports/check',
    about: 'Say what rows would lead to; stores nothing',
    takes: CheckImportShape,
    gives: 'counts, told (lines with reasons), tags that name no topic',
  },
  { method: 'get', path: '/imports/:id', about: 'One import', gives: 'The import' },
  {
    method: 'post',
    path: '/imports/:id/rows',
    about: 'Take the next rows, in the order of their lines',
    takes: ImportRowsShape,
    gives: 'import, counts, told, tags',
  },
  { method: 'post', path: '/imports/:id/finish', about: 'End an import', gives: 'The import' },
  {
    method: 'post',
    path: '/imports/:id/undo',
    about: 'Remove whom an import brought, until the first newsletter to any of them',
    gives: 'The import',
  },
  { method: 'get', path: '/doctor', about: 'What is set up well and what is not', gives: 'findings' },
  { method: 'post', path: '/doctor/mail', about: 'Send a trial mail', takes: TrialShape, gives: 'What became of it' },
  {
    method: 'post',
    path: '/doctor/post',
    about: 'Post a trial message in Slack',
    takes: TrialShape,
    gives: 'What became of it',
  },
  { method: 'get', path: '/backup', about: 'Tables of a backup', gives: 'The plan' },
  {
    method: 'get',
    path: '/backup/:table',
    about: 'One page of a table',
    asks: { after: 'Key of the last row, as JSON.' },
    gives: 'rows and next',
  },
  {
    method: 'post',
    path: '/restore/begin',
    about: 'Open an empty newsroom for a backup',
    takes: BeginShape,
    gives: 'status',
  },
  { method: 'post', path: '/restore/rows', about: 'Put rows back', takes: RowsShape, gives: 'status, leftOut' },
  {
    method: 'post',
    path: '/restore/finish',
    about: 'End a restore: call it with next until done',
    takes: FinishShape,
    gives: 'done, and next or counts',
  },
  { method: 'get', path: '/openapi.json', about: 'This description', gives: 'OpenAPI 3.1' },
  { method: 'get', path: '/docs', about: 'This description as a page', gives: 'A page', type: 'text/html' },
];
