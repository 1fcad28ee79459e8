import type { AuthOptions, User } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import type { UserRecord } from '@/lib/accounts/db/users';
import { env } from '@/lib/platform/env/env';
import { AppError } from '@/lib/platform/model/app-error';
import { type Logger, logger } from '@/lib/platform/server/log';
import { checkSwitch } from '../other-account';
import {
  newSession,
  readSession,
  SESSION_SECONDS,
  type Session,
  sessionClaims,
  sessionOfClaims,
} from '../session';
import { signInWithPassword, startGuest } from '../sign-in';
import { oauthProviders } from './oauth-providers';
import { signInFromOutside } from './oauth-sign-in';
import { readIdentity } from './read-identity';

/** What a request to next-auth resulted in, besides its answer. */
export interface AuthOutcome {
  /** Why a rule of ours refused the sign-in; null when none did. */
  refusal: AppError | null;
  /** The session that this answer ends: signed out, or replaced by somebody else's. */
  ended: Session | null;
}

/**
 * next-auth's options for one request. Made for each request, because the result of a sign-in depends on who
 * is already signed in (a guest stays the same user), and next-auth passes no request to its callbacks.
 */
export function authOptions(request: Request, outcome: AuthOutcome, log: Logger): AuthOptions {
  /** Set by the step that found the user; read by the step that writes the token. */
  let signedIn: UserRecord | null = null;
  let ofToken: Session | null = null;

  const admit = async (find: () => Promise<UserRecord | null>): Promise<User | null> => {
    try {
      const found = await find();
      checkSwitch((await readSession(request))?.user ?? null, found);
      signedIn = found;
    } catch (error) {
      outcome.refusal = error instanceof AppError ? error : new AppError('internal');
      if (!(error instanceof AppError)) log.error({ err: error }, 'sign-in failed');
      // next-auth passes the message on in its answer's URL, where the page looks for one of our codes.
      throw new Error(outcome.refusal.code);
    }
    return signedIn && { id: signedIn.id };
  };

  /**
   * Signing in again as the same user continues this browser's session; signing in as anybody else ends it.
   */
  const sessionAfter = async (user: UserRecord, provider: string): Promise<Session> => {
    const fresh = newSession(user);
    const current = await readSession(request);
    if (current?.user.id !== user.id) {
      outcome.ended = current;
      return fresh;
    }
    // Asking for a guest while signed in proves nothing, so it must not count as a sign-in.
    return provider === 'guest' ? current : { ...fresh, id: current.id };
  };

  return {
    secret: env.nextAuthSecret,
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    jwt: { maxAge: SESSION_SECONDS },
    pages: { signIn: '/sign-in', signOut: '/', error: '/sign-in' },
    logger: authLogger,
    providers: [
      CredentialsProvider({
        id: 'credentials',
        credentials: { email: {}, password: {} },
        authorize: (given) =>
          admit(() =>
            signInWithPassword(request, { email: given?.email ?? '', password: given?.password ?? '' }),
          ),
      }),
      CredentialsProvider({
        id: 'guest',
        credentials: {},
        authorize: () => admit(async () => startGuest(request, (await readSession(request))?.user ?? null)),
      }),
      ...oauthProviders(),
    ],
    callbacks: {
      signIn: async ({ user, account }) => {
        if (account?.type !== 'oauth') return true;
        const { provider, providerAccountId } = account;
        await admit(async () =>
          signInFromOutside(
            readIdentity({ provider, providerAccountId, name: user.name, email: user.email }),
            await readSession(request),
          ),
        );
        return true;
      },
      jwt: async ({ token, account }) => {
        ofToken = account
          ? signedIn && (await sessionAfter(signedIn, account.provider))
          : await sessionOfClaims(token);
        // Thrown when the session was ended from elsewhere: next-auth then removes the cookie.
        if (!ofToken) throw new Error('session ended');
        return sessionClaims(ofToken);
      },
      session: ({ session }) => ({
        ...session,
        user: ofToken ? publicFields(ofToken.user) : undefined,
      }),
    },
    events: {
      signOut: async ({ token }) => {
        outcome.ended = token && (await sessionOfClaims(token));
      },
    },
  };
}

function publicFields({ id, name, email, isGuest }: UserRecord) {
  return { id, name, email, isGuest };
}

/** Codes only: next-auth's metadata holds profiles, tokens and whole provider answers. */
const authLogger: AuthOptions['logger'] = {
  error: (code, metadata) => {
    // A cookie that is old, forged or signed out is routine.
    if (code === 'JWT_SESSION_ERROR') return logger.debug({ code }, 'session cookie not valid');
    const error = metadata instanceof Error ? metadata : metadata.error;
    logger.warn({ code, err: error }, 'sign-in failed');
  },
  warn: (code) => logger.debug({ code }, 'next-auth warning'),
  debug: () => {},
};
