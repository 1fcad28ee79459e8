import { PRACTICE_MODEL_ID } from '@/lib/practice/practice-model-id';

/** What the API page's code asks for: it runs at once, since it needs no connection. */
export const FIRST_CALL = {
  model: PRACTICE_MODEL_ID,
  prompt: 'Once upon a time there was a lighthouse',
  max_tokens: 60,
  stream: true,
} as const;
