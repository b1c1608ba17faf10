import type { Config } from '../config.ts';
import type { Database } from '../db/database.ts';
import type { IsoTime } from '../domain/time.ts';
import type { Log } from '../log.ts';
import type { ImageSource } from './articles/image-source.ts';
import type { Members } from './desk/members.ts';
import type { HubPublisher } from './feeds/hub-publisher.ts';
import type { MailEvents } from './mailings/mail-events.ts';
import type { NewsroomSettings } from './newsroom-settings.ts';
import type { Examiner } from './operate/examiner.ts';
import type { Announcer, FeedSource, HubClient, Mailer, MailRenderer, PageSource } from './ports.ts';
import type { SignupChallenge } from './readers/signup-challenge.ts';

/** Sources of chance, injected so that tests can repeat a run. */
export interface Ids {
  /** Twelve characters of a–z and 0–9 that nobody can guess. */
  publicId(): string;
  /** A number from 0 up to 1. */
  random(): number;
}

/** What every service gets: the database, the outside world behind ports, the clock, and the configuration. */
export type Context = {
  db: Database;
  now(): IsoTime;
  /** Waits; tests may make it short. */
  sleep(milliseconds: number): Promise<void>;
  ids: Ids;
  log: Log;
  /** What the environment says, with what staff have set over it. */
  config: Config;
  settings: NewsroomSettings;
  feeds: FeedSource;
  hubs: HubClient & HubPublisher;
  pages: PageSource;
  images: ImageSource;
  announcer: Announcer;
  mailer: Mailer;
  examiner: Examiner;
  mailEvents: MailEvents;
  /** Says who still belongs to the workspace; absent: only its events say so. */
  members?: Members;
  renderer: MailRenderer;
  /** Checks that a person sits behind a form; absent: forms do without. */
  challenge?: SignupChallenge;
  /** Whether this invocation may still run statements; background work stops when it may not. */
  hasBudget(): boolean;
  /** Asks for a tick soon. A ring that is lost or doubled changes nothing. */
  ring(): void;
};
