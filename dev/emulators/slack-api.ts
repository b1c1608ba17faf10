import type { Front } from './front.ts';

/** The parts of Slack's objects that the local page reads. */
export type SlackChannel = {
  id: string;
  name: string;
  is_member: boolean;
  is_private: boolean;
  is_archived: boolean;
  is_im: boolean;
  num_members: number;
  topic: { value: string };
};
export type SlackUser = {
  id: string;
  name: string;
  real_name: string;
  is_bot: boolean;
  is_admin: boolean;
  deleted: boolean;
};
export type Block = { type: string; block_id?: string; [field: string]: unknown };
export type SlackPost = {
  type: string;
  user: string;
  text: string;
  ts: string;
  subtype?: string;
  username?: string;
  blocks?: Block[];
  edited?: { user: string; ts: string };
  thread_ts?: string;
  reply_broadcast?: boolean;
  reply_count?: number;
};

export type CallOptions = { token?: string; keep?: boolean };

export interface SlackApi {
  /** Calls a Web API method. Throws SlackApiError where Slack answers `ok: false`. */
  call(method: string, params: Record<string, unknown>, options?: CallOptions): Promise<Record<string, unknown>>;
}

/** Slack refused a call; `code` is its error code. */
export class SlackApiError extends Error {
  readonly code: string;

  constructor(method: string, code: string) {
    super(`${method}: ${code}`);
    this.code = code;
  }
}

/** Calls the stand-in in this process. Without `token` it speaks as the newsroom's bot. */
export function createSlackApi(front: Front, botToken: string): SlackApi {
  return {
    async call(method, params, options = {}) {
      const headers = {
        authorization: `Bearer ${options.token ?? botToken}`,
        'content-type': 'application/json; charset=utf-8',
      };
      const body = Buffer.from(JSON.stringify(params));
      const answer = await front.take({ method: 'POST', path: `/api/${method}`, headers, body }, options.keep);
      const json = JSON.parse(answer.body) as Record<string, unknown>;
      if (json.ok !== true) throw new SlackApiError(method, String(json.error));
      return json;
    },
  };
}
