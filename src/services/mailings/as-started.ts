import * as z from 'zod';
import { listInviteOnlyTopicIds } from '../../db/articles/topics.ts';
import type { Mailing } from '../../db/mailings/mailings.ts';
import { readShownSettings } from '../../db/mailings/shown-articles.ts';
import { LOCALES } from '../../domain/locale.ts';
import type { Context } from '../context.ts';
import { SettingsShape } from '../newsroom-settings.ts';

const nullableText = z.string().nullable();

/** What mails show or depend on that staff may change while a mailing is under way. */
const KeptShape = z.object({
  brand: z.object({
    siteName: z.string(),
    siteUrl: z.string(),
    colour: z.string(),
    postalAddress: z.string(),
    linkedInUrl: nullableText,
    mediaContact: z.object({ name: z.string(), email: z.string() }).nullable(),
    boilerplate: nullableText,
  }),
  mailFrom: z.string(),
  mailReplyTo: nullableText,
  timeZone: z.string(),
  locales: z.array(z.enum(LOCALES)),
  contacts: SettingsShape.shape.contacts,
  mail: SettingsShape.shape.mail,
  images: SettingsShape.shape.pages.unwrap().shape.images,
  countsLinks: z.boolean(),
  inviteOnlyTopicIds: z.array(z.number()),
});

/** What of the newsroom's settings the mails of a mailing that starts now are made with, as JSON to be kept with it. */
export async function settingsToKeep({ config, db, settings }: Context): Promise<string> {
  const { brand, locales, mailFrom, mailReplyTo, timeZone } = config;
  const kept: z.input<typeof KeptShape> = {
    brand,
    mailFrom,
    mailReplyTo,
    timeZone,
    locales,
    contacts: settings.contacts,
    mail: settings.mail,
    images: settings.pages.images,
    countsLinks: settings.sending.countsLinks,
    inviteOnlyTopicIds: await listInviteOnlyTopicIds(db),
  };
  return JSON.stringify(KeptShape.parse(kept));
}

/**
 * The context in which a mailing's mails are made, and the topics by invitation: as the settings stood when it started
 * and, before that, as they stand. Where this newsroom is reached is always taken as it is now, since links must work.
 */
export async function asStarted(
  ctx: Context,
  { id, startedAt }: Pick<Mailing, 'id' | 'startedAt'>,
): Promise<{ ctx: Context; inviteOnlyTopicIds: readonly number[] }> {
  const stored = startedAt === null ? null : await readShownSettings(ctx.db, id);
  if (stored === null) return { ctx, inviteOnlyTopicIds: await listInviteOnlyTopicIds(ctx.db) };
  const kept = KeptShape.parse(JSON.parse(stored));
  const { brand, contacts, countsLinks, images, inviteOnlyTopicIds, locales, mail, mailFrom, mailReplyTo, timeZone } =
    kept;
  const config = { ...ctx.config, brand: { ...ctx.config.brand, ...brand }, locales, mailFrom, mailReplyTo, timeZone };
  const settings = {
    ...ctx.settings,
    contacts,
    mail,
    pages: { ...ctx.settings.pages, images },
    sending: { ...ctx.settings.sending, countsLinks },
  };
  return { ctx: { ...ctx, config, settings }, inviteOnlyTopicIds };
}
