import { describe, expect, it } from 'vitest';
import { fillIn } from './fill-in';

describe('the text after the cursor', () => {
  it('is a suffix where the server documents it', () => {
    expect(fillIn('practice', 'practice-model').kind).toBe('suffix');
    expect(fillIn('deepseek', 'deepseek-chat').kind).toBe('suffix');
    expect(fillIn('openai', 'gpt-3.5-turbo-instruct').kind).toBe('suffix');
  });

  it('waits where neither the server nor the model is known to fill in', () => {
    expect(fillIn('vllm', 'mistral-7b')).toEqual({ kind: 'waits', template: null });
    expect(fillIn(undefined, '')).toEqual({ kind: 'waits', template: null });
    expect(fillIn('llamacpp', 'CodeLlama-34b-Python.Q4').kind).toBe('waits');
  });

  it.each([
    ['bigcode/starcoder2-7b', '<fim_prefix>A<fim_suffix>B<fim_middle>'],
    ['Qwen/Qwen2.5-Coder-7B', '<|fim_prefix|>A<|fim_suffix|>B<|fim_middle|>'],
    ['qwen3-coder-30b', '<|fim_prefix|>A<|fim_suffix|>B<|fim_middle|>'],
    ['deepseek-ai/deepseek-coder-6.7b-base', '<｜fim▁begin｜>A<｜fim▁hole｜>B<｜fim▁end｜>'],
    ['codellama-13b.Q5_K_M.gguf', '<PRE> A <SUF>B <MID>'],
  ])('is put into the format of %s', (model, prompt) => {
    const { kind, template } = fillIn('llamacpp', model);
    expect(kind).toBe('template');
    expect(template?.prompt('A', 'B')).toBe(prompt);
  });
});
