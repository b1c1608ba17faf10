import type { Call } from '../emulators/journal.ts';
import { parseJson } from '../emulators/translate.ts';
import { type Fields, isFields } from './block-kit/problems.ts';

/** The arguments of a Web API call, given as JSON, as a form or in the address: https://docs.slack.dev/apis/web-api */
export function fieldsOf(call: Call): Fields {
  const text = call.body.toString('utf8');
  if ((call.headers['content-type'] ?? '').startsWith('application/json')) {
    const json = parseJson(text);
    return isFields(json) ? json : {};
  }
  const query = call.path.split('?')[1] ?? '';
  return { ...Object.fromEntries(new URLSearchParams(query)), ...Object.fromEntries(new URLSearchParams(text)) };
}
