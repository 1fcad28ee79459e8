import * as z from 'zod/mini';
import { emailSchema, nameSchema } from '@/lib/accounts/model/account';
import { AppError } from '@/lib/platform/model/app-error';
import type { OutsideIdentity } from './oauth-sign-in';

/** OpenID Connect limits a `sub` to 255 characters of ASCII; GitHub's and Google's ids are numbers. */
const accountIdSchema = z.string().check(z.minLength(1), z.maxLength(255), z.regex(/^[\x20-\x7e]+$/));

/**
 * What a provider says about a person, held to the rules for people here. An e-mail address that is not valid
 * here (or too long) counts as none, because nobody could sign in with it. Throws AppError `forbidden` when
 * the provider does not say who it is.
 */
export function readIdentity(given: {
  readonly provider: string;
  readonly providerAccountId: unknown;
  readonly name: unknown;
  /** Only where the provider has verified it. */
  readonly email: unknown;
}): OutsideIdentity {
  const id = z.safeParse(accountIdSchema, given.providerAccountId);
  if (!id.success) throw new AppError('forbidden', { message: "The provider didn't confirm who you are." });
  const email = z.safeParse(emailSchema, given.email);
  return {
    provider: given.provider,
    providerAccountId: id.data,
    name: readName(given.name),
    email: email.success ? email.data : null,
  };
}

/** Cuts a name that is too long, and leaves out what cannot be stored or seen. */
function readName(given: unknown): string | null {
  if (typeof given !== 'string') return null;
  const text = given
    .slice(0, 1_000)
    .replace(/[\p{Cc}\p{Cs}\p{Bidi_Control}]/gu, ' ')
    .replace(/\s+/g, ' ');
  const name = z.safeParse(nameSchema, [...text.trim()].slice(0, 40).join(''));
  return name.success && name.data !== '' ? name.data : null;
}
