import { z } from 'zod';

/** The person behind the session, as the page sees them. */
export const viewerSchema = z.object({
  id: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  isGuest: z.boolean(),
  hasPassword: z.boolean(),
  /** Providers that are linked: github, google, oidc. */
  providers: z.array(z.string()),
  /** Tokens per second of the practice model; null = the server's default. */
  practicePace: z.number().nullable(),
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

const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email({ error: 'Enter an e-mail address.' }));
const passwordSchema = z
  .string()
  .min(10, { error: 'Use at least 10 characters.' })
  .max(200, { error: 'Use at most 200 characters.' });

/** Body of `POST /api/account` (sign up) and of `POST /api/account/claim` (a guest becomes an account). */
export const credentialsSchema = z.strictObject({ email: emailSchema, password: passwordSchema });
export type Credentials = z.infer<typeof credentialsSchema>;

/** Body of `PATCH /api/account`. */
export const updateAccountSchema = z.strictObject({
  name: z.string().trim().max(80).nullable().optional(),
  practicePace: z.number().int().min(1).max(1000).nullable().optional(),
  password: z.strictObject({ current: z.string().max(200).optional(), next: passwordSchema }).optional(),
});
export type UpdateAccount = z.infer<typeof updateAccountSchema>;

/** Body of `DELETE /api/account`: the word is typed by the person, so that no stray click does it. */
export const deleteAccountSchema = z.strictObject({ confirm: z.literal('delete') });
