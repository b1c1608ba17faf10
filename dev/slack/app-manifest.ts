import manifest from '../../slack/manifest.json' with { type: 'json' };

export type Shortcut = { name: string; type: string; callback_id: string; description: string };

/** What the newsroom's app offers in the workspace, as its manifest says. */
export const shortcuts: readonly Shortcut[] = manifest.features.shortcuts;
export const messageShortcuts = shortcuts.filter(({ type }) => type === 'message');
export const globalShortcuts = shortcuts.filter(({ type }) => type === 'global');
