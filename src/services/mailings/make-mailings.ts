import { releaseHeldChanges } from '../../db/mailings/held-changes.ts';
import type { Context } from '../context.ts';
import { addLateTwins, makeAlerts } from './alert-mailings.ts';
import { askAboutDrafts } from './ask-about-drafts.ts';
import { approveAutomatic, runSchedules } from './schedule-run.ts';

/** Makes the mailings whose time has come, lets go those that need no person, and shows staff the rest. */
export async function makeMailings(ctx: Context): Promise<void> {
  await releaseHeldChanges(ctx.db);
  await runSchedules(ctx);
  await makeAlerts(ctx);
  await addLateTwins(ctx);
  await approveAutomatic(ctx);
  await askAboutDrafts(ctx);
}
