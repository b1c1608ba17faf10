/** How ids in messages are shown. */
export type Names = { users: ReadonlyMap<string, string>; channels: ReadonlyMap<string, string> };
