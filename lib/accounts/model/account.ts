import * as z from 'zod/mini';

/** The person behind the session, as the page sees them. */
export const viewerSchema = z.object({
  id: z.string(),
  name: z.nullable(z.string()),
  email: z.nullable(z.string()),
  isGuest: z.boolean(),
  hasPassword: z.boolean(),
  /** Providers that are linked: github, google, oidc. */
  providers: z.array(z.string()),
  /** Tokens per second of the practice model; null = the server's default. */
  practicePace: z.nullable(z.number()),
  /** How many days a new link stays open; null = until it is revoked. */
  linkDays: z.nullable(z.number()),
});
export type Viewer = z.infer<typeof viewerSchema>;

/** What this server offers before anyone is signed in. */
export const siteSchema = z.object({
  signUp: z.boolean(),
  guests: z.boolean(),
  /** Outside providers that are configured. */
  providers: z.array(z.object({ id: z.string(), label: z.string() })),
  practiceTokensPerSecond: z.number(),
  version: z.string(),
});
export type Site = z.infer<typeof siteSchema>;

/** Also for the address that a sign-in provider gives. */
export const emailSchema = z.pipe(
  z.string().check(z.trim(), z.toLowerCase(), z.maxLength(254, { error: 'Use at most 254 characters.' })),
  z.email({ error: 'Enter an email address.' }),
);
/** The password of the account, typed once more. Left out where the account has none. */
export const confirmationSchema = z.optional(
  z.string().check(z.maxLength(200, { error: 'Use at most 200 characters.' })),
);

const passwordSchema = z
  .string()
  .check(
    z.minLength(10, { error: 'Use at least 10 characters.' }),
    z.maxLength(200, { error: 'Use at most 200 characters.' }),
  );

/** Body of `POST /api/account` (sign up) and of `POST /api/account/claim` (a guest becomes an account). */
export const credentialsSchema = z.strictObject({ email: emailSchema, password: passwordSchema });
export type Credentials = z.infer<typeof credentialsSchema>;

/** Also for the name that a sign-in provider gives. */
export const nameSchema = z
  .string()
  .check(z.trim(), z.maxLength(80, { error: 'Use at most 80 characters.' }));

/** Body of `PATCH /api/account`. */
export const updateAccountSchema = z.strictObject({
  name: z.optional(z.nullable(nameSchema)),
  practicePace: z.optional(z.nullable(z.int().check(z.minimum(1), z.maximum(1000)))),
  linkDays: z.optional(z.nullable(z.literal([1, 7, 30]))),
  password: z.optional(
    z.strictObject({
      current: confirmationSchema,
      next: passwordSchema,
      /** API tokens keep working after a new password, unless this is set. */
      revokeTokens: z.optional(z.boolean()),
    }),
  ),
});
export type UpdateAccount = z.infer<typeof updateAccountSchema>;

/**
 * Body of `DELETE /api/account`. The person types the word, so that no accidental click deletes the account.
 */
export const deleteAccountSchema = z.strictObject({
  confirm: z.literal('delete'),
  password: confirmationSchema,
});
export type DeleteAccount = z.infer<typeof deleteAccountSchema>;

/** Body of `POST /api/account/link` and of `DELETE /api/account/identities/[identityId]`. */
export const confirmedSchema = z.strictObject({ password: confirmationSchema });
