import * as z from 'zod';

/** A form's note holds 3,000 characters. */
const FOR_LINKS = 2_500;

/** The links of a message, from which a form asks to choose, and where the message stands. */
export const LinksNote = z.object({ links: z.array(z.string()), channelId: z.string().nullable() });

/** As many of the links, from the first on, as a note holds. */
export function linksThatFit(links: readonly string[]): string[] {
  const size = (count: number) => JSON.stringify(links.slice(0, count)).length;
  return links.filter((_, index) => size(index + 1) <= FOR_LINKS);
}
