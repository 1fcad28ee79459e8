import { describe, expect, it } from 'vitest';
import { findingsIn, findSensitive } from './find-sensitive';

/** Put together here, so that no scanner of secrets takes this file for a leak. */
const join = (...parts: string[]) => parts.join('');
const JWT = join(
  'eyJ',
  'hbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.',
  'eyJ',
  'zdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U',
);
const PEM = join(
  '-----BEGIN RSA ',
  'PRIVATE KEY-----\nMIIEowIBAAKCAQEAx1yz\nq2w3E4r5T6y7U8i9\n-----END RSA PRIVATE KEY-----',
);

const POSITIVES: [kind: string, text: string, found: string][] = [
  ['key', join('use sk-', 'proj-Ab1Cd2Ef3Gh4Ij5Kl6Mn7 now'), join('sk-', 'proj-Ab1Cd2Ef3Gh4Ij5Kl6Mn7')],
  ['key', join('sk-', 'ant-api03-x1y2z3x1y2z3x1y2z3'), join('sk-', 'ant-api03-x1y2z3x1y2z3x1y2z3')],
  ['key', join('"sk_', 'live_4eC39HqLyjWDarjtT1zdp7dc"'), join('sk_', 'live_4eC39HqLyjWDarjtT1zdp7dc')],
  [
    'key',
    join('ghp', '_16C7e42F292c6912E7710c838347Ae178B4a'),
    join('ghp', '_16C7e42F292c6912E7710c838347Ae178B4a'),
  ],
  [
    'key',
    join('github', '_pat_11ABCDEFG0abcdefghijkl_0123456789'),
    join('github', '_pat_11ABCDEFG0abcdefghijkl_0123456789'),
  ],
  ['key', join('AKIA', 'IOSFODNN7EXAMPLE'), join('AKIA', 'IOSFODNN7EXAMPLE')],
  [
    'key',
    join('AIza', 'SyA-1234567890abcdefghijklmnopqrstu'),
    join('AIza', 'SyA-1234567890abcdefghijklmnopqrstu'),
  ],
  ['key', join('xoxb', '-2345678901-abcdefghij'), join('xoxb', '-2345678901-abcdefghij')],
  ['key', join('hf', '_AbCdEfGhIjKlMnOpQrStUvWx12'), join('hf', '_AbCdEfGhIjKlMnOpQrStUvWx12')],
  [
    'key',
    join('cpt', '_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG').replace('cpt', 'cpk'),
    join('cpk', '_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG'),
  ],
  ['key', `token ${JWT}.`, JWT],
  ['key', 'Authorization: Bearer abc123def456ghi789', 'abc123def456ghi789'],
  ['key', 'api_key = "a8f5f167f44f4964e6c998dee827110c"', 'a8f5f167f44f4964e6c998dee827110c'],
  ['key', 'my password is hunter2hunter2', 'hunter2hunter2'],
  ['key', 'postgresql://admin:s3cr3t!@db.internal/app', 's3cr3t!'],
  ['key', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCY3x8aMpL2Kd', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCY3x8aMpL2Kd'],
  ['key', `a\n${PEM}\nb`, PEM],
  ['key', `-----BEGIN CERTIFICATE-----\ncut off\n${PEM}`, PEM],
  ['email', 'Write to jane.doe+news@mail.example.co.uk, please.', 'jane.doe+news@mail.example.co.uk'],
  ['email', '<Bob@Example.com>', 'Bob@Example.com'],
  ['email', 'über.uns@bücher.de', 'über.uns@bücher.de'],
  ['email', 'mailto:x@y.io?subject=1', 'x@y.io'],
  ['phone', 'call +49 30 1234567 today', '+49 30 1234567'],
  ['phone', 'call +1 (555) 010-4477.', '+1 (555) 010-4477'],
  ['phone', '+15550104477', '+15550104477'],
  ['phone', '(555) 010-4477', '(555) 010-4477'],
  ['phone', 'Tel. 555-010-4477', '555-010-4477'],
];

const NEGATIVES: string[] = [
  'Once upon a time, in 1984, there was a lighthouse.',
  '2026-11-25T19:02:21.123Z and 2026-11-25 19:02:21+01:00',
  '01-02-2024, 31.12.2023, 12/31/2023',
  'version 1.2.3-beta.4+build.567, 10.0.19041.1234, node v20.20.0',
  'commit 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12',
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  'md5 d41d8cd98f00b204e9800998ecf8427e',
  '550e8400-e29b-41d4-a716-446655440000',
  '0193a5b2-7c3d-7e4f-8a9b-0c1d2e3f4a5b',
  'sha512-b6yqdLMkJ8wEHzq1aBQ4IOjhqpDkgxHVGF6rR0mPL2fXGXP0sY7Q1Q==',
  'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'const getElementByClassNameAndId2 = someVeryLongFunctionName3(argumentNumber4)',
  'THIS_IS_A_VERY_LONG_CONSTANT_NAME_2_OF_3',
  'import { x } from "@/lib/completions/share/find-sensitive2"',
  'npm install @types/node@20.1.0 react@19',
  'git clone git@github.com:owner/repo.git',
  'icon@2x.png and @media (min-width: 900px)',
  '@app.route("/users/<int:user_id>")',
  'api_key = os.environ["API_KEY"]',
  'api_key: string; password: string; token = getToken()',
  'token: 12345678, tokens: 1024',
  'max_tokens: 2048000000',
  'the secret is that nobody knows it',
  'Bearer of good news to everybody here',
  'sk-learn and pk_column_of_the_first_table',
  'task-scheduler-implementation-details-page',
  'x = 1+23456789012',
  '192.168.100.200, 127.0.0.1:8080, 2001:db8::1',
  '3.14159265358979323846',
  '1732561341123',
  '1234567890123456',
  '4111 1111 1111 1112',
  'DE89 3704 0044 0532 0130 01',
  '[0.12, 0.034567, 1200, 0950]',
  '100 200 300 400 500 600 700',
  'lines 0123-0456, seconds 00:01:02.345',
  '00 01 02 03 04 05 06 07 08 09',
  `data:image/png;base64,${'iVBORw0KGgoAAAANSUhEUgAA'.repeat(8)}`,
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBx1y2Z3a4B5c6D7e8F9g0H1i2J3k4L5m6N7o8P9 me',
  '-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0B\nAQUFADBaMQswCQYDVQQGEwJJRTESMBAGA1UEChMJ\n-----END CERTIFICATE-----',
];

describe('what may be private', () => {
  it.each(POSITIVES)('%s in %j', (kind, text, found) => {
    const matches = findSensitive(text).map((match) => [match.kind, text.slice(match.start, match.end)]);
    expect(matches).toEqual([[kind, found]]);
  });

  it.each(NEGATIVES)('is not in %j', (text) => {
    expect(findSensitive(text).map(({ start, end }) => text.slice(start, end))).toEqual([]);
  });

  it('is listed once, with how often and where', async () => {
    let turns = 0;
    const findings = await findingsIn(
      [
        { field: 'title', text: 'About a@b.io' },
        { field: 'prompt', text: 'a@b.io, c@d.io and a@b.io' },
        { field: 'outputs', text: 'c@d.io' },
      ],
      async () => {
        turns += 1;
      },
    );
    expect(turns).toBe(3);
    expect(findings).toEqual([
      { kind: 'email', text: 'a@b.io', count: 3, fields: ['title', 'prompt'] },
      { kind: 'email', text: 'c@d.io', count: 2, fields: ['prompt', 'outputs'] },
    ]);
  });

  it('is seen where it begins in one text and ends in the next', async () => {
    const before = 'x@y.io, write to bob@exa';
    const findings = await findingsIn(
      [{ field: 'outputs', text: `${before}mple.com or z@y.io`, seam: before.length }],
      async () => {},
    );
    expect(findings.map(({ text }) => text)).toEqual(['bob@example.com']);
  });

  it.each([
    ['letters', 'a'],
    ['digits', '1'],
    ['at signs', 'a@'],
    ['dots', 'a.'],
    ['words of names', 'token '],
    ['beginnings of blocks', '-----BEGIN PRIVATE KEY-----'],
    ['groups of digits', '+1 0 '],
    ['domains', 'a@b.'],
    ['random characters', 'aB3-'],
    ['spaces', ' '],
    ['eyJ', 'eyJabcdefghijklmnop.'],
    ['sk-', 'sk-a_'],
  ])('is looked for in a megabyte of %s', (_name, chunk) => {
    const text = chunk.repeat(Math.ceil(1_048_576 / chunk.length));
    // Whatever it finds: it comes to an end, and no match overlaps another.
    const matches = findSensitive(text);
    for (const [at, match] of matches.entries()) {
      expect(match.end).toBeGreaterThan(match.start);
      if (at > 0) expect(match.start).toBeGreaterThanOrEqual(matches[at - 1]?.end ?? 0);
    }
  });

  it('is not looked for in data, however long, and in nothing that it is cut into', () => {
    for (const length of [301, 350, 700, 16 * 1024 * 1024]) {
      expect(findSensitive(`data ${'aB3'.repeat(Math.ceil(length / 3))} end`), `${length}`).toEqual([]);
    }
    const secret = 'aB3'.repeat(20);
    const text = `${'x7Q'.repeat(200)} ${secret}`;
    expect(findSensitive(text).map(({ start, end }) => text.slice(start, end))).toEqual([secret]);
  });
});
