import type { TickLimits } from './tick.ts';

/**
 * What a Worker gives a tick: of the cron's minute, and of a request's thirty seconds after its answer. D1 allows 1,000
 * statements in each. A tick that is over its budget ends the steps it is in, at most 250 statements more; a request may
 * have run 150 of its own (test/invariants holds all three).
 */
export const CRON_LIMITS: TickLimits = { seconds: 50, queryBudget: 700 };
export const REQUEST_LIMITS: TickLimits = { seconds: 20, queryBudget: 550 };
