import { raw } from 'hono/html';
import type { Block } from '../emulators/slack-api.ts';
import type { Names } from './names.ts';

/**
 * Draws cards and other rarer blocks with slack-blocks-to-jsx.
 * The common blocks are not left to it: it reads escaped text as live mentions and "#" as a heading.
 */
export async function LibraryBlock({ block, names }: { block: Block; names: Names }) {
  const html = await drawByLibrary(block, names);
  return html === null ? (
    <div class="b-unknown">A block of type {block.type}</div>
  ) : (
    <div class="b-library">{raw(html)}</div>
  );
}

async function drawByLibrary(block: Block, names: Names): Promise<string | null> {
  const [{ createElement }, { renderToStaticMarkup }, { Message }] = await Promise.all([
    import('react'),
    import('react-dom/server'),
    import('slack-blocks-to-jsx'),
  ]);
  const listed = (known: ReadonlyMap<string, string>) => [...known].map(([id, name]) => ({ id, name }));
  const data = { users: listed(names.users), channels: listed(names.channels) };
  type LibraryBlocks = Parameters<typeof Message>[0]['blocks'];
  // The library names the blocks it draws; others draw nothing, which the check below finds.
  const blocks = [block] as unknown as LibraryBlocks;
  const props = { blocks, data, logo: '', name: '', withoutWrapper: true, theme: 'light' as const };
  const html = renderToStaticMarkup(createElement(Message, props));
  return html.includes('block_wrapper') ? html : null;
}
