import * as z from 'zod/mini';
import { confirmationSchema } from '@/lib/accounts/model/account';

/** Lifetimes of a token in days; null: until it is revoked. */
export const TOKEN_LIFETIMES = [7, 30, 90, 365, null] as const;

/** What a token opens: `completions` is `/v1`; `comparisons` is that and the comparisons of its owner. */
export const TOKEN_SCOPES = ['completions', 'comparisons'] as const;
const tokenScopeSchema = z.enum(TOKEN_SCOPES);
export type TokenScope = z.infer<typeof tokenScopeSchema>;

export const SCOPE_LABELS: Readonly<Record<TokenScope, string>> = {
  completions: 'Completions only',
  comparisons: 'Completions and comparisons',
};

/** A personal token for the public API as its owner sees it; the secret is not part of it. */
export const apiTokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  lastFour: z.string(),
  /** A server of before, during an upgrade, names none. */
  scope: z._default(tokenScopeSchema, 'completions'),
  createdAt: z.iso.datetime(),
  /** Null: never. */
  expiresAt: z.nullable(z.iso.datetime()),
  /** Null: not yet. */
  lastUsedAt: z.nullable(z.iso.datetime()),
});
export type ApiToken = z.infer<typeof apiTokenSchema>;

/** Body of `POST /api/tokens`. */
export const createTokenSchema = z.strictObject({
  name: z
    .string()
    .check(
      z.trim(),
      z.minLength(1, { error: 'Enter a name.' }),
      z.maxLength(80, { error: 'Use at most 80 characters.' }),
    ),
  expiresInDays: z.nullable(z.literal([7, 30, 90, 365])),
  /** Absent: completions only. */
  scope: z.optional(tokenScopeSchema),
  password: confirmationSchema,
});
export type CreateToken = z.infer<typeof createTokenSchema>;

/** Answer of `POST /api/tokens`: the only one that contains the secret. */
export const createdTokenSchema = z.object({ token: apiTokenSchema, secret: z.string() });

/** Answer of `GET /api/tokens`, newest first. */
export const tokenListSchema = z.object({ tokens: z.array(apiTokenSchema) });
