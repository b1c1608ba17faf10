import {
  channelsAddCommand,
  channelsCommand,
  channelsEditCommand,
  channelsPauseCommand,
  channelsRemoveCommand,
  channelsResumeCommand,
} from './channels.ts';
import type { Command } from './command.ts';
import { logCommand } from './log.ts';
import { settingsCommand } from './settings.ts';
import { staffAddCommand, staffCommand, staffRemoveCommand } from './staff.ts';
import { topicsAddCommand, topicsCommand, topicsRemoveCommand, topicsRenameCommand } from './topics.ts';

/** The commands about the desk itself, in the order of help. */
export const DESK_COMMANDS: readonly Command[] = [
  channelsCommand,
  channelsAddCommand,
  channelsEditCommand,
  channelsPauseCommand,
  channelsResumeCommand,
  channelsRemoveCommand,
  topicsCommand,
  topicsAddCommand,
  topicsRenameCommand,
  topicsRemoveCommand,
  staffCommand,
  staffAddCommand,
  staffRemoveCommand,
  settingsCommand,
  logCommand,
];
