import { expect, it } from 'vitest';
import { testEnvironment } from '@/lib/platform/db/testing/test-environment';
import { replaceEnv } from '@/lib/platform/env/env';
import { isNewcomer } from './origin';

const HOUR_MS = 60 * 60_000;
const now = Date.now();
const person = (isGuest: boolean, hours: number) => ({ isGuest, createdAt: new Date(now - hours * HOUR_MS) });

it.each([
  ['a guest anywhere', person(true, 1_000), '127.0.0.1', true],
  ['an account in its first day', person(false, 23), '203.0.113.7', true],
  ['an account after its first day', person(false, 25), '203.0.113.7', false],
  ['a new account where all have one address', person(false, 0), '127.0.0.1', false],
  ['a new account at an unknown address', person(false, 0), 'unknown', false],
])('%s', (_, who, address, expected) => {
  replaceEnv(testEnvironment());
  expect(isNewcomer(who, address, now)).toBe(expected);
});
