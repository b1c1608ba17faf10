/** What staff read of the newsroom's own work, in the review channel. */
export type WorkNote =
  | { kind: 'work_stuck'; problems: string[] }
  | { kind: 'work_recovered'; stuckSince: string }
  | { kind: 'work_stood_still'; from: string; until: string }
  /** The check of sign-ups for people lets everybody through. */
  | { kind: 'signup_check_misset' }
  /** Somebody wants to see whether posts arrive. */
  | { kind: 'work_trial' };
