import * as z from 'zod/mini';

/** A sign-in at an outside provider that opens the account. */
export const identitySchema = z.object({
  id: z.string(),
  /** github, google, oidc. */
  provider: z.string(),
  /** The provider's own id of the person; distinguishes two accounts at one provider. */
  providerAccountId: z.string(),
  linkedAt: z.iso.datetime(),
});
export type Identity = z.infer<typeof identitySchema>;

/** Answer of `GET /api/account/identities`, in order of linking. */
export const identityListSchema = z.object({ identities: z.array(identitySchema) });
