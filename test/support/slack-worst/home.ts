import { staffOverview } from '../../../src/services/desk/home-overview.ts';
import { figureBlocks } from '../../../src/slack/home/charts.ts';
import { feedBlocks } from '../../../src/slack/home/feeds.ts';
import { needsBlocks } from '../../../src/slack/home/needs.ts';
import { publishHome } from '../../../src/slack/home/publish.ts';
import { staffBlocks, visitorBlocks } from '../../../src/slack/home/view.ts';
import type { ViewCase } from './views.ts';
import type { Drawn } from './worst.ts';

const DETAILS = ['charts', 'tables', 'plain'] as const;
const home = (blocks: readonly unknown[]): Drawn => ({ blocks, on: 'home' });

/** Functions of src/slack/home. */
export const HOME_DRAWN: Readonly<Record<string, ViewCase>> = {
  'charts.ts figureBlocks': async ({ ctx }) => {
    const overview = await staffOverview(ctx, 0);
    return DETAILS.map((detail) => home(figureBlocks(overview, detail)));
  },
  'feeds.ts feedBlocks': async ({ ctx }) => {
    const overview = await staffOverview(ctx, 0);
    return DETAILS.map((detail) => home(feedBlocks(overview, detail, true)));
  },
  'needs.ts needsBlocks': async ({ ctx }) => [home(needsBlocks(await staffOverview(ctx, 0), 'owner'))],
  'publish.ts publishHome': async ({ ctx, drawn }) => {
    const publish = async ({ view }: { view: { blocks: unknown[] } }) => void drawn.push(home(view.blocks));
    for (const userId of ['UANA', 'USTRANGER']) await publishHome(ctx, { views: { publish } } as never, { userId });
    return [];
  },
  'view.ts visitorBlocks': async ({ ctx }) => {
    const overview = await staffOverview(ctx, 0);
    return [home(visitorBlocks(overview, { config: ctx.config, notice: null }, ['UANA', 'UBEN', 'UEVE']))];
  },
  'view.ts staffBlocks': async ({ ctx }) => {
    const overview = await staffOverview(ctx, 0);
    return (['owner', 'editor', 'approver', 'viewer'] as const).flatMap((role) =>
      DETAILS.map((detail) => home(staffBlocks(overview, { config: ctx.config, notice: 'Done.', role }, detail))),
    );
  },
};
