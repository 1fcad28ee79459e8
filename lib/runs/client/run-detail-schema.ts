import * as z from 'zod/mini';
import type { Token } from '@/lib/protocol/run/run-events';
import { choiceSchema, runStateSchema } from '@/lib/protocol/run/run-state-schema';
import { runDetailSchema } from '@/lib/runs/model/runs';

/**
 * The contract's schema, except that tokens are not checked one by one: twenty thousand of them with
 * alternatives would block the page, and our own server has already checked them.
 */
export const trustedRunDetailSchema = z.extend(runDetailSchema, {
  state: z.extend(runStateSchema, {
    choices: z.array(
      z.extend(choiceSchema, {
        tokens: z.custom<Token[] | null>((value) => value === null || Array.isArray(value)),
      }),
    ),
  }),
});
