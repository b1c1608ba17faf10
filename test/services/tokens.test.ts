import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pseudonym, signToken, type TokenPurpose, verifyToken } from '../../src/services/tokens.ts';

const OLD = { id: 'k1', secret: `${'A'.repeat(43)}=` };
const NEW = { id: 'k2', secret: `${'B'.repeat(43)}=` };
const RING = [NEW, OLD];
/** Every purpose: a new one does not compile before it stands here. */
const EACH: Record<TokenPurpose, true> = {
  ...{ confirm: true, unsubscribe: true, preferences: true, restore: true, details: true, address: true, invite: true },
  ...{ form: true, report: true, preview: true, export: true, desk: true, desk_session: true },
};
const PURPOSES = Object.keys(EACH) as TokenPurpose[];
const CLAIM = { subject: 'x7f2k9q0a1b2', detail: '12' };

test('a token brings back its claim', () => {
  for (const purpose of PURPOSES) {
    expect(verifyToken(RING, purpose, signToken(RING, purpose, CLAIM))).toEqual(CLAIM);
  }
  const bare = { subject: 'x', detail: '' };
  expect(verifyToken(RING, 'unsubscribe', signToken(RING, 'unsubscribe', bare))).toEqual(bare);
});

test('the same claim gives the same token, and it fits a query string as it stands', () => {
  const token = signToken(RING, 'unsubscribe', CLAIM);
  expect(signToken(RING, 'unsubscribe', { ...CLAIM })).toBe(token);
  expect(encodeURIComponent(token)).toBe(token);
});

test('a token for one purpose passes for no other, even under the other’s letter', () => {
  for (const purpose of PURPOSES) {
    const token = signToken(RING, purpose, CLAIM);
    for (const other of PURPOSES.filter((each) => each !== purpose)) {
      const letter = signToken(RING, other, CLAIM).charAt(0);
      expect(verifyToken(RING, other, token)).toBeNull();
      expect(verifyToken(RING, other, `${letter}${token.slice(1)}`)).toBeNull();
    }
  }
});

test('a new key signs, the old one still verifies until it leaves the ring', () => {
  const old = signToken([OLD], 'unsubscribe', CLAIM);
  expect(signToken(RING, 'unsubscribe', CLAIM)).toMatch(/^u\.k2\./);
  expect(verifyToken(RING, 'unsubscribe', old)).toEqual(CLAIM);
  expect(verifyToken([NEW], 'unsubscribe', old)).toBeNull();
});

test('a frozen batch names its key, so that its tokens stay the same after a rotation', () => {
  expect(signToken(RING, 'unsubscribe', CLAIM, 'k1')).toBe(signToken([OLD], 'unsubscribe', CLAIM));
});

test('a key id of ours over another secret proves nothing', () => {
  const foreign = signToken([{ id: 'k1', secret: `${'C'.repeat(43)}=` }], 'unsubscribe', CLAIM);
  expect(verifyToken(RING, 'unsubscribe', foreign)).toBeNull();
});

test('no single changed character passes', () => {
  const token = signToken(RING, 'unsubscribe', CLAIM);
  const forged: string[] = [];
  for (let at = 0; at < token.length; at += 1) {
    for (const character of 'aA0-_.') {
      const changed = token.slice(0, at) + character + token.slice(at + 1);
      if (changed !== token && verifyToken(RING, 'unsubscribe', changed)) forged.push(changed);
    }
    if (verifyToken(RING, 'unsubscribe', token.slice(0, at) + token.slice(at + 1))) forged.push(`without ${at}`);
  }
  expect(forged).toEqual([]);
});

test('a claim cannot be cut otherwise than it was signed', () => {
  const token = signToken(RING, 'confirm', { subject: 'ab', detail: 'c' });
  expect(verifyToken(RING, 'confirm', token.replace('.ab.c.', '.a.bc.'))).toBeNull();
  expect(verifyToken(RING, 'confirm', token.replace('.ab.c.', '.abc..'))).toBeNull();
});

test.each([
  '',
  '.',
  '....',
  'u.k1.x',
  'u.k9.x7f2k9q0a1b2..AAAAAAAAAAAAAAAAAAAAAA',
  `u.k1.x7f2k9q0a1b2..${'A'.repeat(10_000)}`,
  'u.k1.<script>..AAAAAAAAAAAAAAAAAAAAAA',
  'u.k1.x7f2k9q0a1b2..AAAAAAAAAAAAAAAAAAAAA\u0000',
  'u.__proto.x7f2k9q0a1b2..AAAAAAAAAAAAAAAAAAAAAA',
])('%j is no token', (token) => {
  expect(verifyToken(RING, 'unsubscribe', token)).toBeNull();
});

test('white space or a line end around a token is not forgiven', () => {
  const token = signToken(RING, 'unsubscribe', CLAIM);
  for (const spelling of [` ${token}`, `${token} `, `${token}\n`, `${token}=`, token.toUpperCase()]) {
    expect(verifyToken(RING, 'unsubscribe', spelling)).toBeNull();
  }
});

test('without a key nothing is signed', () => {
  expect(() => signToken([], 'confirm', CLAIM)).toThrow('TOKEN_SECRET holds no key.');
  expect(() => pseudonym([], '192.0.2.7')).toThrow('TOKEN_SECRET holds no key.');
  expect(verifyToken([], 'confirm', signToken(RING, 'confirm', CLAIM))).toBeNull();
});

test('a pseudonym is stable while keys are added, differs by key, and shows nothing of its value', () => {
  const one = pseudonym([OLD], '192.0.2.7');
  expect(pseudonym(RING, '192.0.2.7')).toBe(one);
  expect(pseudonym([OLD], '192.0.2.8')).not.toBe(one);
  expect(pseudonym([NEW], '192.0.2.7')).not.toBe(one);
  expect(one).toMatch(/^[\w-]{22}$/);
});

test('any claim comes back by its own purpose only, the same twice, and no changed letter passes', () => {
  const subject = fc.stringMatching(/^[a-z0-9]{1,40}$/);
  const detail = fc.stringMatching(/^[A-Za-z0-9_-]{0,80}$/);
  const purpose = fc.constantFrom(...PURPOSES);
  fc.assert(
    fc.property(subject, detail, purpose, purpose, fc.nat(), (who, what, one, other, at) => {
      const token = signToken(RING, one, { subject: who, detail: what });
      expect(signToken(RING, one, { subject: who, detail: what })).toBe(token);
      expect(verifyToken(RING, one, token)).toEqual({ subject: who, detail: what });
      expect(verifyToken(RING, other, token) !== null).toBe(one === other);
      const place = at % token.length;
      const letter = token[place] === 'x' ? 'y' : 'x';
      expect(verifyToken(RING, one, token.slice(0, place) + letter + token.slice(place + 1))).toBeNull();
    }),
  );
});
