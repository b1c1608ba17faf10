import { Resend } from 'resend';
import type { DomainFacts } from '../services/ports.ts';

type ResendAccount = { apiKey: string; baseUrl: string | null };

/** Asks Resend how our domain stands (https://resend.com/docs/api-reference/domains/list-domains). */
export async function examineDomain({ apiKey, baseUrl }: ResendAccount, name: string): Promise<DomainFacts> {
  const resend = new Resend(apiKey, baseUrl ? { baseUrl } : {});
  const { data, error } = await resend.domains.list();
  if (error) return failure(error);
  // A subdomain may send under its parent's verification.
  const found = data.data.find((domain) => name === domain.name || name.endsWith(`.${domain.name}`));
  if (!found) return { kind: 'missing', others: data.data.map((domain) => domain.name).slice(0, 5) };
  const detail = await resend.domains.get(found.id);
  const records = detail.data?.records ?? [];
  return {
    kind: 'known',
    status: found.status,
    records: records.map((record) => ({
      purpose: record.record,
      type: record.type,
      name: record.name,
      value: record.value,
      status: record.status,
    })),
  };
}

function failure(error: { name?: string; message?: string; statusCode?: number | null }): DomainFacts {
  if (error.name === 'restricted_api_key') return { kind: 'restricted' };
  const { statusCode } = error;
  if (!statusCode || statusCode >= 500) return { kind: 'unanswered' };
  return { kind: 'refused', message: (error.message ?? '').slice(0, 200) };
}
