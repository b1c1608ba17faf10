import type * as z from 'zod';

/** One thing a script may do. `takes` is the shape of its body, `asks` that of its query, `gives` what comes back in words. */
export type ApiRoute = {
  method: 'get' | 'post' | 'patch' | 'delete';
  path: string;
  about: string;
  takes?: z.ZodType | readonly z.ZodType[];
  asks?: z.ZodObject | Readonly<Record<string, string>>;
  gives: string;
  /** The shape of what comes back; absent for a file, a page or nothing. */
  answers?: z.ZodType;
  status?: number;
  /** Another status that the same shape comes with: nothing was new, or nothing was done. */
  otherwise?: number;
  type?: string;
};
