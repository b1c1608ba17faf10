import * as z from 'zod';

/**
 * How fast and how carefully mailings leave. Days are those of the newsroom's zone. `warmUp` raises the cap day by day
 * for a new sending domain (the steps are Resend's for a new one:
 * https://resend.com/docs/dashboard/domains/introduction and its guide to warming up); after the last step only
 * `dailyCap` counts.
 */
export const SendingShape = z.object({
  /** Whether an alert waits for a person before it leaves. */
  alertsNeedApproval: z.boolean().default(true),
  /** Who is alerted: readers who want news at once, or every reader of the article's topics. */
  alertsGoTo: z.enum(['instant', 'everyone']).default('instant'),
  /** Above this many readers, as for the first send ever, a test mail must have been sent and the number typed. */
  guardAbove: z.number().int().min(0).default(5000),
  /** Mails of mailings a day; null: as many as there are. */
  dailyCap: z.number().int().min(1).nullable().default(null),
  warmUp: z
    .object({
      /** First day, such as 2026-03-02. */
      from: z.iso.date(),
      steps: z.array(z.number().int().min(1)).min(1).max(60).default([150, 250, 400, 700, 1000, 1500, 2000]),
    })
    .nullable()
    .default(null),
  /** Temporary bounces in a row after which an address is not mailed any more. */
  softBounceLimit: z.number().int().min(1).max(20).default(5),
  /** Shares at which a running mailing pauses: permanent bounces and complaints of what was sent since it last started. */
  pauseAtBounceShare: z.number().min(0.001).max(1).default(0.03),
  pauseAtComplaintShare: z.number().min(0.0001).max(1).default(0.0008),
  /** Whether links of mailings lead over an address of ours that counts them, without saying who followed them. */
  countsLinks: z.boolean().default(false),
  /** How many days after a mailing ended it is kept who exactly was mailed; then only the recipients' numbers stay. */
  keepRecipientsDays: z.number().int().min(30).max(36_500).default(400),
});
export type SendingSettings = z.infer<typeof SendingShape>;
