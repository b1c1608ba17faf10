/** The head of every file of a Mailchimp audience export. */
const HEAD =
  '"Email Address","First Name","Last Name",Company,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES';
const LEFT = 'UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_CAMPAIGN_ID,UNSUB_REASON,UNSUB_REASON_OTHER';
const BOUNCED = 'CLEAN_TIME,CLEAN_CAMPAIGN_TITLE,CLEAN_CAMPAIGN_ID';

function line(email: string, first: string, confirmed: string, ...rest: string[]): string {
  const between = `2,"${confirmed}",203.0.113.9,"${confirmed}",203.0.113.9,31.2,121.5,8,8,Asia/Shanghai,CN,SH,"2024-06-01 00:00:00",1,abc,`;
  return [`"${email}","${first}",Example,"Example, Ltd"`, between, ...rest].join(',');
}

/**
 * An audience as Mailchimp exports it: two readers with tags, one who left and one who bounced. Cleo stands in two files: she left
 * and signed up again elsewhere, which nobody can know for certain.
 */
export const MAILCHIMP = {
  'subscribed_email_audience_export_0a1b.csv': [
    `${HEAD},TAGS`,
    line('ana@example.org', 'Ana', '2021-03-04 05:06:07', '"""Press"",""VIP"""'),
    line('Ben@Example.org', 'Ben', '2022-01-02 03:04:05', '"""science"""'),
    line('cleo@example.org', 'Cleo', '2020-01-01 00:00:00', '""'),
    line('dora@example.org', 'Dora', '2019-01-01 00:00:00', '""'),
  ].join('\n'),
  'unsubscribed_email_audience_export_0a1b.csv': [
    `${HEAD},${LEFT},TAGS`,
    line('cleo@example.org', 'Cleo', '2020-01-01 00:00:00', '"2023-05-06 07:08:09",June,c1,NORMAL,,""'),
    line('eve@example.org', 'Eve', '2020-01-01 00:00:00', '"2023-05-06 07:08:09",June,c1,SPAM,,""'),
  ].join('\n'),
  'cleaned_email_audience_export_0a1b.csv': [
    `${HEAD},${BOUNCED},TAGS`,
    line('fay@example.org', 'Fay', '2020-01-01 00:00:00', '"2023-05-06 07:08:09",June,c1,""'),
  ].join('\n'),
} as const;
