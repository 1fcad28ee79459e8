import GitHubProvider, { type GithubProfile } from 'next-auth/providers/github';
import GoogleProvider, { type GoogleProfile } from 'next-auth/providers/google';
import type { Provider } from 'next-auth/providers/index';
import type { OAuthConfig } from 'next-auth/providers/oauth';
import { z } from 'zod';
import { env } from '@/lib/platform/env/env';

/**
 * The outside providers that are configured. A profile has an `email` only when the provider has verified it:
 * an unverified address must never become an account's.
 */
export function oauthProviders(): Provider[] {
  const { github, google, oidc } = env.oauth;
  return [
    ...(github ? [githubProvider(github)] : []),
    ...(google ? [googleProvider(google)] : []),
    ...(oidc ? [oidcProvider(oidc)] : []),
  ];
}

interface ClientPair {
  readonly id: string;
  readonly secret: string;
}

function githubProvider({ id, secret }: ClientPair): Provider {
  return GitHubProvider<GithubProfile>({
    clientId: id,
    clientSecret: secret,
    userinfo: {
      url: 'https://api.github.com/user',
      // The stock provider uses the primary address even when it is not verified.
      async request({ client, tokens }) {
        const accessToken = tokens.access_token ?? '';
        const profile = await client.userinfo(accessToken);
        return { ...profile, email: await verifiedGitHubEmail(accessToken) };
      },
    },
  });
}

const gitHubEmailsSchema = z.array(
  z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }),
);

async function verifiedGitHubEmail(accessToken: string): Promise<string | undefined> {
  const response = await fetch('https://api.github.com/user/emails', {
    headers: { authorization: `Bearer ${accessToken}` },
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) return undefined;
  const emails = gitHubEmailsSchema.safeParse(await response.json());
  return emails.data?.find((entry) => entry.primary && entry.verified)?.email;
}

function googleProvider({ id, secret }: ClientPair): Provider {
  return GoogleProvider<GoogleProfile>({
    clientId: id,
    clientSecret: secret,
    profile: (profile) => ({
      id: profile.sub,
      name: profile.name,
      email: verifiedEmail(profile),
    }),
  });
}

interface OidcProfile {
  readonly sub: string;
  readonly name?: string;
  readonly preferred_username?: string;
  readonly email?: string;
  readonly email_verified?: boolean;
}

function oidcProvider({
  id,
  secret,
  issuer,
  label,
}: ClientPair & { issuer: string; label: string }): OAuthConfig<OidcProfile> {
  return {
    id: 'oidc',
    name: label,
    type: 'oauth',
    wellKnown: `${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`,
    clientId: id,
    clientSecret: secret,
    authorization: { params: { scope: 'openid email profile' } },
    idToken: true,
    checks: ['pkce', 'state', 'nonce'],
    profile: (profile) => ({
      id: profile.sub,
      name: profile.name ?? profile.preferred_username ?? null,
      email: verifiedEmail(profile),
    }),
  };
}

/**
 * Claims can hold anything that a provider sends: only the boolean true means verified (not the text
 * `"false"`), and an address that is not text is ignored.
 */
function verifiedEmail({
  email,
  email_verified,
}: {
  email?: unknown;
  email_verified?: unknown;
}): string | null {
  return email_verified === true && typeof email === 'string' ? email : null;
}
