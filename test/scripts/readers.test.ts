import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rowsOfFile } from '../../scripts/import-readers.ts';

async function read(text: string) {
  const folder = mkdtempSync(join(tmpdir(), 'readers-'));
  try {
    writeFileSync(join(folder, 'list.csv'), text);
    const rows = [];
    for await (const row of rowsOfFile(join(folder, 'list.csv'))) rows.push(row);
    return rows;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test.each([
  [
    'Mailchimp, subscribed',
    'Email Address,First Name,Last Name,OPTIN_TIME,TAGS\na@b.example,Ana,Ray,2024-05-17 08:12:00,"""Press"",""VIP"""',
    { status: 'subscribed', name: 'Ana Ray', consentAt: '2024-05-17 08:12:00', tags: ['Press', 'VIP'] },
  ],
  [
    'Mailchimp, unsubscribed',
    'Email Address,UNSUB_TIME\na@b.example,2024-06-01 00:00:00',
    { status: 'unsubscribed', leftAt: '2024-06-01 00:00:00' },
  ],
  ['Mailchimp, cleaned', 'Email Address,CLEAN_TIME\na@b.example,2024-06-01 00:00:00', { status: 'cleaned' }],
  [
    'Ghost',
    'id,email,name,subscribed_to_emails,created_at,deleted_at,labels\n1,a@b.example,Ana,true,2024-05-17T08:12:00.000Z,,"Press, VIP"',
    { status: 'subscribed', consentAt: '2024-05-17T08:12:00.000Z', tags: ['Press', 'VIP'] },
  ],
  ['Ghost, left', 'email,subscribed_to_emails\na@b.example,false', { status: 'unsubscribed' }],
  [
    'listmonk',
    'uuid,email,name,attributes,status,created_at\nu,a@b.example,Ana,{},blocklisted,2024-05-17',
    { status: 'unsubscribed' },
  ],
  [
    'Buttondown',
    'email_address,subscriber_type,creation_date\na@b.example,regular,2024-05-17',
    { status: 'subscribed', consentAt: '2024-05-17' },
  ],
  ['Buttondown, never confirmed', 'email_address,subscriber_type\na@b.example,unactivated', { status: 'unknown' }],
  [
    'a list of one’s own, with a mark in front and semicolons',
    '\ufeffEmail;Name\na@b.example;"Ray; Ana"',
    { status: 'subscribed', name: 'Ray; Ana' },
  ],
])('reads %s', async (_from, text, row) => {
  expect(await read(text)).toMatchObject([{ line: 2, email: 'a@b.example', ...row }]);
});

test('refuses a file without a column of addresses', async () => {
  await expect(read('name,company\nAna,Example\n')).rejects.toThrow('names no column of addresses');
});
