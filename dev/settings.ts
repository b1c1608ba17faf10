/** What the stand-ins are told by the process that starts them. */
export type DevSettings = {
  ports: { slack: number; resend: number; pages: number };
  /** The newsroom's own address, without a trailing slash. */
  newsroomUrl: string;
  dataDir: string;
  signingSecret: string;
  botToken: string;
  resendKey: string;
  /** Domains of the newsroom's sender, which the mail provider's stand-in knows. */
  mailDomains: string[];
  /** A feed file on this machine that is served beside the demo feed, else null. */
  feedFile: string | null;
  /** When the demo feed publishes one more item, in seconds after its very first start. */
  lateAfterSeconds: number;
};

/** Reads the environment. Throws when PORT is not a port that leaves room for the three after it. */
export function readDevSettings(env: Record<string, string | undefined>): DevSettings {
  const port = Number(env.PORT ?? '8787');
  if (!Number.isInteger(port) || port < 1 || port > 65_532) throw new Error(`PORT is not usable: ${env.PORT}`);
  return {
    ports: { slack: port + 1, resend: port + 2, pages: port + 3 },
    newsroomUrl: (env.BASE_URL ?? `http://127.0.0.1:${port}`).replace(/\/+$/, ''),
    dataDir: env.DATA_DIR ?? 'data',
    signingSecret: env.SLACK_SIGNING_SECRET ?? 'local-signing-secret',
    botToken: env.SLACK_BOT_TOKEN ?? 'xoxb-local-newsdesk',
    resendKey: env.RESEND_API_KEY ?? 're_local_newsdesk',
    mailDomains: /@([\w.-]+)/.exec(env.MAIL_FROM ?? '')?.slice(1) ?? [],
    feedFile: env.FEED_FILE ?? null,
    lateAfterSeconds: Number(env.DEMO_LATE_SECONDS ?? 30),
  };
}
