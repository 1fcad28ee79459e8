/** Messages for the codes that next-auth and our own sign-in put into `?error=`. */
const MESSAGES: Record<string, string> = {
  OAuthAccountNotLinked:
    'This e-mail address already has an account here. Sign in the way you did before, then link the provider.',
  OAuthCallback: 'The provider did not complete the sign-in. Try again.',
  OAuthSignin: 'The provider cannot be reached. Try again in a moment.',
  AccessDenied: 'The provider did not give access.',
  SessionRequired: 'Sign in to see that page.',
  link_not_confirmed: 'Nothing was linked. Link a provider in Settings → Account.',
  identity_taken: 'Nothing was linked: that sign-in opens another account here.',
  sign_up_closed: 'This server takes no new accounts.',
  rate_limited: 'Too many attempts. Wait a few minutes, then try again.',
  other_account: 'You are signed in to another account here. Sign out first, then sign in as somebody else.',
  storage_full: "Guests on your network have reached today's storage limit. Sign in, or try again tomorrow.",
  unavailable: 'The server is busy. Try again in a moment.',
  forbidden: 'The provider did not say who you are. Try another way.',
  guests_closed: 'This server has no guest access. Sign in.',
};

export function signInErrorMessage(code: string | null): string | null {
  if (!code) return null;
  return MESSAGES[code] ?? 'The sign-in did not complete. Try again.';
}
