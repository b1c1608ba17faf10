/** How a mailing stands, for the message in which staff follow it. */
export type MailingProgress = {
  publicId: string;
  subject: string;
  state: 'draft' | 'holding' | 'sending' | 'paused' | 'finished' | 'cancelled';
  holdUntil: string | null;
  submitted: number;
  refused: number;
  unknownBatches: number;
  /** Mails of a paused or cancelled mailing that were being handed over when it was stopped, and may still leave. */
  underWay?: number;
  approvedBy: string;
  pauseReason: string | null;
  /** When a paused mailing goes on by itself; null: when somebody resumes it. */
  resumeAt: string | null;
  /** How many readers are due it; null before that is known. */
  due: number | null;
  /** Mails a second since it last started, and how long the rest takes at that rate; null where it is not being sent. */
  perSecond: number | null;
  secondsLeft: number | null;
  /** Readers whose mail came back or was complained about, by the provider's reports. */
  bounced: number;
  complained: number;
  /** Titles of its articles that were edited since it started, while it is on its way. Its readers get them as approved. */
  edited?: readonly string[];
};
