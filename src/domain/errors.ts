export type ErrorCode = 'invalid' | 'not_found' | 'conflict' | 'forbidden' | 'unavailable' | 'internal';

/** An error a person may read: `message` says what happened and what to do next; `fields` names the inputs at fault. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly fields: Record<string, string>;

  constructor(code: ErrorCode, message: string, options: { fields?: Record<string, string>; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.fields = options.fields ?? {};
  }
}

/** An error about one field of what somebody gave. */
export function wrongField(field: string, message: string): AppError {
  return new AppError('invalid', `${message} Nothing was done.`, { fields: { [field]: message } });
}
