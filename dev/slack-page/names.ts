/** How ids in messages are shown. `here` is the channel from which a modal was opened. */
export type Names = {
  users: ReadonlyMap<string, string>;
  channels: ReadonlyMap<string, string>;
  here?: string | null;
};
