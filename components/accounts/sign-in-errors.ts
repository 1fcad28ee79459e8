/** Messages for the codes that next-auth and our own sign-in put into `?error=`. */
const MESSAGES: Record<string, string> = {
  OAuthAccountNotLinked:
    'This email already has an account. Sign in the way you did before, then link the provider.',
  OAuthCallback: "The provider didn't complete the sign-in. Try again.",
  OAuthSignin: "Couldn't reach the provider. Try again in a moment.",
  AccessDenied: 'The provider denied access.',
  SessionRequired: 'Sign in to see that page.',
  link_not_confirmed: 'Nothing was linked. Link a provider in Settings → Account.',
  identity_taken: 'That provider account is already linked to another account.',
  sign_up_closed: "The playground isn't accepting new accounts.",
  rate_limited: 'Too many attempts. Wait a few minutes, then try again.',
  other_account: "You're signed in to another account. Sign out first, then sign in again.",
  storage_full: "Guests on your network have reached today's storage limit. Sign in, or try again tomorrow.",
  unavailable: 'The server is busy. Try again in a moment.',
  forbidden: "The provider didn't confirm your identity. Try another way to sign in.",
  guests_closed: 'Guest access to the playground is turned off. Sign in.',
};

export function signInErrorMessage(code: string | null): string | null {
  if (!code) return null;
  // The code comes from the address: `constructor` is none of them.
  const message = Object.hasOwn(MESSAGES, code) ? MESSAGES[code] : undefined;
  return message ?? 'Sign-in failed. Try again.';
}
