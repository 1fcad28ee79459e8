import { z } from 'zod';
import { route } from '@/lib/accounts/server/route';
import { practiceTokens } from '@/lib/practice/tokenizer';

const query = z.strictObject({
  text: z.string().max(2000, { error: 'Use at most 2,000 characters.' }),
});

/** `GET /api/practice/tokens?text=` → `{tokens: [{id, text}]}`: how the practice model tokenizes a text. */
export const GET = route({ access: 'public', query }, ({ query: { text } }) => ({
  tokens: practiceTokens(text),
}));
