/**
 * A prompt that shows what the practice model is good at. Separate from the corpus, since the browser loads
 * it.
 */
export interface StarterPrompt {
  readonly title: string;
  readonly prompt: string;
  /** Present when the prompt is one side of a gap. */
  readonly suffix?: string;
}

export const STARTER_PROMPTS: readonly StarterPrompt[] = [
  { title: 'A story', prompt: 'Once upon a time there was a' },
  { title: 'A Python function', prompt: 'def count_' },
  { title: 'A product line', prompt: 'Introducing the' },
  { title: 'A question', prompt: 'Q: Why is the sky blue?\nA:' },
  { title: 'A recipe', prompt: 'Recipe: Tomato soup\n\nIngredients:\n-' },
  {
    title: 'Fill in the middle',
    prompt: 'In the morning there was a letter on the table.',
    suffix: ' She put it in her pocket and walked down to the harbor.',
  },
];
