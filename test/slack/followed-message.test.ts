import { expect, test } from 'vitest';
import type { MailingProgress } from '../../src/services/ports.ts';
import { mailingSentence } from '../../src/slack/blocks/mailing.ts';

const SENDING: MailingProgress = {
  ...{ publicId: 'mailing00001', subject: 'News', state: 'sending', holdUntil: null, approvedBy: 'slack:UANA' },
  ...{ submitted: 4_000, refused: 0, unknownBatches: 0, bounced: 0, complained: 0 },
  ...{ pauseReason: null, resumeAt: null, due: 17_000, perSecond: 345.4, secondsLeft: 38 },
};

test.each<[string, Partial<MailingProgress>]>([
  [
    'On its way: the provider has taken 4,000 mails of 17,000 so far. 345 a second, about 38 seconds left. Sent by <@UANA>.',
    {},
  ],
  [
    'On its way: the provider has taken 4,000 mails so far. 1 address was refused by the provider; 2 mails came back; 1 reader complained. Sent by <@UANA>.',
    { due: null, perSecond: null, refused: 1, bounced: 2, complained: 1 },
  ],
  [
    'Sent: the provider has taken 1 mail. 1 batch of up to 100 has no known outcome and waits for a person. Sent by <@UANA>.',
    { state: 'finished', submitted: 1, unknownBatches: 1 },
  ],
  [
    'Sent: the provider has taken 4,000 mails. 1,200 addresses were refused by the provider; 2 batches of up to 100 have no known outcome and wait for a person. Sent by <@UANA>.',
    { state: 'finished', refused: 1_200, unknownBatches: 2 },
  ],
])('%s', (sentence, overrides) => {
  expect(mailingSentence({ ...SENDING, ...overrides })).toBe(sentence);
});
