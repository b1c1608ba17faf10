import * as z from 'zod';
import type { Config } from '../config.ts';
import type { Database } from '../db/database.ts';
import { readSetting } from '../db/settings.ts';
import { LOCALES } from '../domain/locale.ts';
import { PagesSettings } from './articles/pages-settings.ts';
import { DeskSettings } from './desk/desk-settings.ts';
import { MailSettings } from './mailings/mail-settings.ts';
import { SendingShape } from './mailings/sending-settings.ts';
import { SignupSettings } from './readers/signup-settings.ts';
import { webAddress } from './web-address.ts';

const text = z.string().trim().min(1).max(2000);

/** A person or office readers may write to. `locale` or `topicId` null: serves every one. */
const ContactShape = z.object({
  role: z.enum(['press', 'investors', 'general']),
  name: text,
  email: z.email(),
  phone: text.nullable().default(null),
  locale: z.enum(LOCALES).nullable().default(null),
  topicId: z.number().int().nullable().default(null),
});
export type Contact = z.infer<typeof ContactShape>;

/** What the environment gives at first and staff may change: a field that is absent keeps the environment's value. */
const OverridesShape = z
  .object({
    siteName: text,
    siteUrl: webAddress,
    colour: z.string().regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as #0b5f66'),
    postalAddress: text,
    linkedInUrl: webAddress.nullable(),
    boilerplate: text.nullable(),
    mailFrom: z.email(),
    mailReplyTo: z.email().nullable(),
    timeZone: text,
    locales: z.array(z.enum(LOCALES)).min(1),
    reviewChannel: z.string().nullable(),
  })
  .partial();

/**
 * Everything staff may set, with its defaults; stored as one JSON value, so a new field needs no migration. Each section
 * belongs to one part of the product.
 */
export const SettingsShape = z.object({
  signup: SignupSettings.prefault({}),
  overrides: OverridesShape.prefault({}),
  contacts: z.array(ContactShape).default([]),
  desk: DeskSettings.prefault({}),
  sending: SendingShape.prefault({}),
  mail: MailSettings.prefault({}),
  pages: PagesSettings.prefault({}),
});
export type NewsroomSettings = z.infer<typeof SettingsShape>;

type Place = { db: Database; now(): string };

/** Under which setting all of it is stored. */
export const NEWSROOM_SETTINGS = 'newsroom';
/** Staff see a change at once in the process that made it, and after this long in every other. */
const FRESH_MS = 5000;
const cache = new WeakMap<object, { readAt: number; settings: NewsroomSettings }>();

/** The settings of a newsroom where nobody has set anything. */
export function defaultSettings(): NewsroomSettings {
  return SettingsShape.parse({});
}

/** The settings as they stand, at most five seconds old. */
export async function readSettings({ db, now }: Place): Promise<NewsroomSettings> {
  const at = Date.parse(now());
  const known = cache.get(db);
  if (known && Math.abs(at - known.readAt) < FRESH_MS) return known.settings;
  const settings = (await readSetting(db, NEWSROOM_SETTINGS, SettingsShape)) ?? defaultSettings();
  cache.set(db, { readAt: at, settings });
  return settings;
}

/** Has this process see settings that were just written. */
export function rememberSettings({ db, now }: Place, settings: NewsroomSettings): void {
  cache.set(db, { readAt: Date.parse(now()), settings });
}

/** The context of one request or tick: the environment's configuration with what staff have set over it. */
export async function withSettings<T extends Place & { config: Config; settings: NewsroomSettings }>(
  base: T,
): Promise<T> {
  const settings = await readSettings(base);
  const known = overridden.get(base.config);
  if (known?.settings === settings) return { ...base, ...known };
  const fresh = { settings, config: overrideConfig(base.config, settings) };
  overridden.set(base.config, fresh);
  return { ...base, ...fresh };
}

/** What each environment came to under the settings last read. */
const overridden = new WeakMap<Config, { settings: NewsroomSettings; config: Config }>();

function overrideConfig(config: Config, { contacts, overrides }: NewsroomSettings): Config {
  const { locales, mailFrom, mailReplyTo, reviewChannel, timeZone, ...brand } = overrides;
  const press = contacts.find(({ role, locale, topicId }) => role === 'press' && locale === null && topicId === null);
  return {
    ...config,
    brand: {
      ...config.brand,
      ...withoutAbsent(brand),
      ...(press ? { mediaContact: { name: press.name, email: press.email } } : {}),
    },
    ...(locales ? { locales } : {}),
    ...(mailFrom ? { mailFrom } : {}),
    ...(mailReplyTo === undefined ? {} : { mailReplyTo }),
    ...(reviewChannel === undefined ? {} : { reviewChannel }),
    ...(timeZone ? { timeZone } : {}),
  };
}

/** A field that is absent must not cover the environment's value. */
function withoutAbsent<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
