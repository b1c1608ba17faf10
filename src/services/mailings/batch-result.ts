import type { BatchResult } from '../../db/mailings/batches.ts';
import { addSeconds, type IsoTime } from '../../domain/time.ts';
import type { SendOutcome } from '../ports.ts';
import type { PreparedBatch } from './prepare-batches.ts';

type Accepted = Extract<SendOutcome, { kind: 'accepted' }>;

const RETRY_SECONDS = 5;
const LONGEST_RETRY_STEPS = 12;

/** What the provider's answer makes of a batch. */
export function resultOf(prepared: PreparedBatch, outcome: SendOutcome, now: IsoTime): BatchResult {
  const { batch, isFirst, subscriberIds } = prepared;
  const { lo } = batch;
  if (outcome.kind === 'accepted') {
    const refusals = refusalsOf(subscriberIds, outcome.rejected);
    const sentCount = subscriberIds.length - refusals.length;
    return { lo, to: 'submitted', sentCount, providerIds: idsInOrder(prepared, outcome), refusals };
  }
  const error = `${outcome.code}: ${outcome.message}`.slice(0, 300);
  if (outcome.kind === 'conflict') return { lo, to: 'unknown', error };
  const wait = outcome.retryAfterSeconds ?? RETRY_SECONDS * Math.min(batch.attempts, LONGEST_RETRY_STEPS);
  // A refusal of the only attempt there was means that the provider has nothing of it: it may be frozen anew.
  const thaw = outcome.kind === 'refused' && isFirst;
  return { lo, to: 'todo', attempts: batch.attempts, notBefore: addSeconds(now, wait), thaw, error };
}

/** Who was refused, each once; a place that no mail stood at says nothing. */
function refusalsOf(subscriberIds: readonly number[], rejected: Accepted['rejected']) {
  const byId = new Map(rejected.map(({ index, message }) => [subscriberIds[index], message]));
  return [...byId].flatMap(([id, message]) => (id === undefined ? [] : [{ id, message }]));
}

/**
 * The provider's ids in the order of the frozen recipients: null for who got no mail, empty for whose mail it took without
 * an id. In permissive mode its answer leaves out who it refused, and a reader without any article stood in no request.
 */
function idsInOrder({ batch, subscriberIds }: PreparedBatch, { ids, rejected }: Accepted): (string | null)[] {
  const refused = new Set(rejected.map(({ index }) => index));
  const taken = subscriberIds.filter((_, index) => !refused.has(index));
  const idOf = new Map(taken.map((id, index) => [id, ids[index] ?? '']));
  return batch.recipients.map(([id]) => idOf.get(id) ?? null);
}

/** A batch of which nobody is left to mail. */
export function emptyResult({ batch }: PreparedBatch): BatchResult {
  return { lo: batch.lo, to: 'submitted', sentCount: 0, providerIds: [], refusals: [] };
}

/** A claimed batch of which nothing was sent in this turn. */
export function giveBack({ batch, isFirst }: PreparedBatch, now: IsoTime): BatchResult {
  const { attempts, lo } = batch;
  return { lo, to: 'todo', attempts, notBefore: now, thaw: isFirst, error: '' };
}
