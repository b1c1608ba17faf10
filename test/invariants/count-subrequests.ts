import type { Context } from '../../src/services/context.ts';

/** A poll or a look at a page may be redirected five times; a hub's answer three times (src/feeds). */
const REQUESTS_OF: Record<string, number> = { read: 6, ask: 4 };

/**
 * A context that counts requests to others through its ports, each with as many redirects as it may follow. A Worker may
 * make 10,000 in one invocation (https://developers.cloudflare.com/workers/platform/limits/).
 */
export function countSubrequests(ctx: Context): { ctx: Context; made(): number } {
  let made = 0;
  function counted<T extends object>(port: T, unasked: readonly string[] = []): T {
    return new Proxy(port, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function' || unasked.includes(String(name))) return value;
        return (...args: unknown[]) => {
          made += REQUESTS_OF[String(name)] ?? 1;
          return value.apply(target, args);
        };
      },
    });
  }
  const { announcer, examiner, feeds, hubs, images, mailer, pages } = ctx;
  return {
    ctx: {
      ...ctx,
      announcer: counted(announcer),
      examiner: counted(examiner),
      feeds: counted(feeds),
      hubs: counted(hubs),
      images: counted(images),
      mailer: counted(mailer, ['encoder', 'batchBody']),
      pages: counted(pages, ['clean']),
    },
    made: () => made,
  };
}
