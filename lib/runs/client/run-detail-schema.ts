import * as z from 'zod/mini';
import type { Token } from '@/lib/protocol/run/run-events';
import { choiceSchema, runStateSchema } from '@/lib/protocol/run/run-state-schema';
import { runDetailSchema } from '@/lib/runs/model/runs';

/**
 * The contract's schema, except that tokens are not walked one by one: twenty thousand of them with alternatives
 * would keep the page from answering, and they come from our own server, which did check them.
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
