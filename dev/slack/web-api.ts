import type { Call } from '../emulators/journal.ts';
import { parseJson } from '../emulators/translate.ts';
import { checkMessage } from './block-kit/check-surface.ts';
import type { Fields } from './block-kit/problems.ts';
import { fieldsOf } from './call-fields.ts';
import { answerDirect } from './direct-messages.ts';
import type { Files } from './files.ts';
import type { Oauth } from './oauth.ts';
import type { PrivateMessages } from './private-messages.ts';
import { refused } from './view.ts';
import type { Views } from './views.ts';

/** Methods that bring a message; Slack checks its blocks before anything else is done with it. */
const messageMethods = new Set(['chat.postMessage', 'chat.update', 'chat.postEphemeral', 'chat.scheduleMessage']);

/** Answers the Web API methods that the emulator leaves out or takes too lightly; null lets the emulator answer. */
export function createWebApi(parts: {
  views: Views;
  files: Files;
  privateMessages: PrivateMessages;
  oauth: Oauth;
}): (call: Call) => Fields | null {
  const { files, oauth, privateMessages, views } = parts;
  return (call) => {
    const method = /^\/api\/([\w.]+)/.exec(call.path)?.[1] ?? '';
    if (method.startsWith('views.')) return views.answer(method, fieldsOf(call));
    if (method === 'files.info') return files.info(String(fieldsOf(call).file ?? ''));
    if (method === 'oauth.v2.access') return oauth.access(fieldsOf(call));
    if (!messageMethods.has(method)) return null;
    const fields = fieldsOf(call);
    const isEdit = method === 'chat.update' && fields.text === undefined && fields.blocks === undefined;
    const refusal = isEdit ? null : checkMessage({ ...fields, blocks: parsedList(fields.blocks) });
    return refusal ? refused(refusal) : answerDirect(privateMessages, method, fields);
  };
}

function parsedList(blocks: unknown): unknown {
  return typeof blocks === 'string' ? (parseJson(blocks) ?? blocks) : blocks;
}
