import { describe, expect, it } from 'vitest';
import { namedTexts } from './named-texts';

const isFound = (value: unknown, text: string) =>
  namedTexts(value).some((named) => named.isSecret && named.text === text);

const WORDS = 'correct horse';
const MIXED = 'q8Zt41xLw0';

describe('what is called a secret', () => {
  it.each([
    ...['api_key', 'apiKey', 'apikey', 'APIKey', 'api_keys', 'X-Api-Key', 'openaiApiKey', 'OPENAI_API_KEY'],
    ...['access_key', 'accessKey', 'accessKeys', 'access-key', 'AWS_SECRET_ACCESS_KEY', 'aws.access.keys'],
    ...['secret', 'secrets', 'client_secret', 'secret_key', 'secretKeys', 'private_key', 'privateKeys'],
    ...['password', 'passwords', 'db_passwords', 'Password', 'passwd', 'passphrase', 'passphrases', 'pwd'],
    ...[
      'auth_key',
      'subscription-key',
      'Ocp-Apim-Subscription-Key',
      'account_key',
      'master_key',
      'license_keys',
    ],
    ...['Authorization', 'proxy-authorization', 'credentials', 'Cookie', 'cookies', 'jwt', 'pin'],
  ])('is one by %s, whatever it looks like', (name) => {
    expect(isFound({ [name]: WORDS }, WORDS)).toBe(true);
    expect(isFound({ [name]: [MIXED] }, MIXED)).toBe(true);
    expect(isFound({ name, value: WORDS }, WORDS)).toBe(true);
    expect(isFound(JSON.stringify({ [name]: WORDS }), WORDS)).toBe(true);
  });

  it.each(['token', 'tokens', 'auth-token', 'authToken', 'access_tokens', 'X-Auth'])(
    'is one by %s where it looks like one',
    (name) => {
      expect(isFound({ [name]: MIXED }, MIXED)).toBe(true);
      expect(isFound({ [name]: WORDS }, WORDS)).toBe(false);
    },
  );

  it.each([
    ...['key', 'keys', 'primary_key', 'keyboard', 'key_points', 'sort-keys', 'access', 'process', 'less_key'],
    ...['password_hint', 'secretary', 'pinned', 'compass', 'pass', 'bypass', 'address', 'cookie_policy'],
    ...['token_count', 'tokenizer', 'author', 'authority', 'api', 'api_version', 'secret_santa', ''],
  ])('is none by "%s"', (name) => {
    expect(isFound({ [name]: WORDS }, WORDS)).toBe(false);
    expect(isFound({ [name]: MIXED }, MIXED)).toBe(false);
  });

  it.each(['max_tokens', 'prompt_tokens', 'completionTokens', 'total_tokens'])(
    'is no number of %s',
    (name) => {
      expect(namedTexts({ [name]: 12_345_678 })).toEqual([{ text: name, isSecret: false }]);
    },
  );
});
