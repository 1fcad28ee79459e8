import * as z from 'zod/mini';
import { emailSchema, nameSchema } from '@/lib/accounts/model/account';
import { AppError } from '@/lib/platform/model/app-error';
import type { OutsideIdentity } from './oauth-sign-in';

/** OpenID Connect bounds a `sub` to 255 characters of ASCII; GitHub's and Google's ids are numbers. */
const accountIdSchema = z.string().check(z.minLength(1), z.maxLength(255), z.regex(/^[\x20-\x7e]+$/));

/**
 * What a provider says of a person, held to what a person may say here. An e-mail address that is none of ours (not
 * valid, or too long) counts as none: it would be one that nobody can sign in with. Throws AppError `forbidden` where it
 * is not said who it is.
 */
export function readIdentity(given: {
  readonly provider: string;
  readonly providerAccountId: unknown;
  readonly name: unknown;
  /** Only where the provider has verified it. */
  readonly email: unknown;
}): OutsideIdentity {
  const id = z.safeParse(accountIdSchema, given.providerAccountId);
  if (!id.success) throw new AppError('forbidden', { message: 'The provider did not say who you are.' });
  const email = z.safeParse(emailSchema, given.email);
  return {
    provider: given.provider,
    providerAccountId: id.data,
    name: readName(given.name),
    email: email.success ? email.data : null,
  };
}

/** A longer name is cut, and what cannot be stored or seen is left out. */
function readName(given: unknown): string | null {
  if (typeof given !== 'string') return null;
  const text = given
    .slice(0, 1_000)
    .replace(/[\p{Cc}\p{Cs}\p{Bidi_Control}]/gu, ' ')
    .replace(/\s+/g, ' ');
  const name = z.safeParse(nameSchema, [...text.trim()].slice(0, 40).join(''));
  return name.success && name.data !== '' ? name.data : null;
}
