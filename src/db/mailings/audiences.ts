import * as z from 'zod';
import { FREQUENCIES, type Frequency } from '../../domain/frequency.ts';
import { LOCALES } from '../../domain/locale.ts';

const words = z.array(z.string().trim().min(1).max(200)).min(1).max(50);

export const AudienceShape = z.object({
  frequencies: z.array(z.enum(FREQUENCIES)).min(1).optional(),
  locales: z.array(z.enum(LOCALES)).min(1).optional(),
  /** Readers who get at least one of these topics, by id. */
  topics: z.array(z.number().int()).min(1).max(50).optional(),
  /** Readers whose company or occupation holds one of these words, capital or small. */
  companies: words.optional(),
  occupations: words.optional(),
  /** A correction: whoever was mailed by the mailing of this id. */
  recipientsOf: z.number().int().optional(),
});
/** Who a mailing is for; {} is every active reader. */
export type Audience = z.infer<typeof AudienceShape>;

/** What a reader said of topics, by id, as statements put it together. */
export const ChoiceShape = z.object({
  chosen: z.array(z.number()),
  left: z.array(z.number()),
  /** Topics that have a frequency of their own. */
  at: z.array(z.tuple([z.number(), z.enum(FREQUENCIES)])).optional(),
});

/** Whether only some of the readers of its frequencies get a mailing. */
export function isSegmented(audience: Audience): boolean {
  const { companies, locales, occupations, recipientsOf, topics } = audience;
  return [companies, locales, occupations, recipientsOf, topics].some((part) => part !== undefined);
}

/**
 * Whether mails of batch `alias` of a mailing that ended left or may have: taken, of unknown outcome or, where the rest was
 * cancelled, without an answer.
 */
export function mayHaveLeft(alias: string): string {
  return `(${alias}.state IN ('submitted', 'unknown') OR ${alias}.body_hash IS NOT NULL)`;
}

/** The frequencies whose readers a mailing is for. */
export function frequenciesOf(audience: Audience): readonly Frequency[] {
  return audience.frequencies ?? FREQUENCIES;
}

/** The frequency and zone of subscriber `s` that count for mailings: a change waits while a mailing is under way. */
export const FREQUENCY = 'COALESCE(s.held_frequency, s.frequency)';
export const ZONE = "COALESCE(s.held_zone, s.time_zone, '')";

const listed = (field: string) => `(SELECT value FROM json_each(?3, '$.${field}'))`;
const holdsWord = (column: string, field: string) =>
  `EXISTS (SELECT 1 FROM json_each(?3, '$.${field}') w WHERE instr(lower(s.${column}), lower(w.value)) > 0)`;

const HAS_FREQUENCY = `(${FREQUENCY} IN ${listed('frequencies')} OR EXISTS (
  SELECT 1 FROM subscription f
  WHERE f.subscriber_id = s.id AND f.state = 'chosen' AND f.frequency IN ${listed('frequencies')}))`;

/** No topic chosen is every public one but those that were left. */
const HAS_TOPIC = `(EXISTS (
    SELECT 1 FROM subscription c
    WHERE c.subscriber_id = s.id AND c.state = 'chosen' AND c.topic_id IN ${listed('topics')})
  OR EXISTS (
    SELECT 1 FROM topic t
    WHERE t.id IN ${listed('topics')} AND t.visibility = 'public'
      AND NOT EXISTS (
        SELECT 1 FROM subscription c JOIN topic o ON o.id = c.topic_id
        WHERE c.subscriber_id = s.id AND c.state = 'chosen' AND o.visibility = 'public')
      AND NOT EXISTS (
        SELECT 1 FROM subscription l WHERE l.subscriber_id = s.id AND l.topic_id = t.id AND l.state = 'left')))`;

/** Each part of an audience as a condition on subscriber `s`. Parameter ?3 is the audience as JSON. */
export function audienceParts(audience: Audience): { name: keyof Audience; sql: string }[] {
  const parts: { name: keyof Audience; sql: string }[] = [
    { name: 'frequencies', sql: HAS_FREQUENCY },
    { name: 'locales', sql: `s.locale IN ${listed('locales')}` },
    { name: 'topics', sql: HAS_TOPIC },
    { name: 'companies', sql: holdsWord('company', 'companies') },
    { name: 'occupations', sql: holdsWord('occupation', 'occupations') },
  ];
  return parts.filter(({ name }) => audience[name] !== undefined);
}

/** Who of the subscribers `s` an audience holds, paused ones included. Parameter ?3 is the audience as JSON. */
export function audienceFilter(audience: Audience): string {
  // A parameter that is bound must be named somewhere.
  return ["s.state = 'active' AND ?3 IS NOT NULL", ...audienceParts(audience).map(({ sql }) => sql)].join(' AND ');
}
