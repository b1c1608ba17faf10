import { type Logger, LogLevel } from '@slack/bolt';

const say = () => undefined;

/**
 * Keeps Bolt and its client from writing lines of their own: they print raw errors, answers and all, past the log and
 * what it takes out. Nothing is lost, since what they print they also throw, and the receiver logs it.
 */
export const QUIET_LOGGER: Logger = {
  debug: say,
  info: say,
  warn: say,
  error: say,
  setLevel: say,
  setName: say,
  getLevel: () => LogLevel.ERROR,
};
