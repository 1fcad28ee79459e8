import { getEncodingNameForModel, type TiktokenModel } from 'js-tiktoken/lite';
import type { BytePairRanks } from '@/lib/protocol/tokens/byte-pair';

/** The vocabularies of OpenAI's models, each a file of 0.5 to 2.3 MB that loads when it is needed. */
const ENCODINGS = {
  cl100k_base: () => import('js-tiktoken/ranks/cl100k_base'),
  gpt2: () => import('js-tiktoken/ranks/gpt2'),
  o200k_base: () => import('js-tiktoken/ranks/o200k_base'),
  p50k_base: () => import('js-tiktoken/ranks/p50k_base'),
  p50k_edit: () => import('js-tiktoken/ranks/p50k_edit'),
  r50k_base: () => import('js-tiktoken/ranks/r50k_base'),
} satisfies Record<string, () => Promise<{ default: BytePairRanks }>>;

export type Encoding = keyof typeof ENCODINGS;

export async function loadRanks(encoding: Encoding): Promise<BytePairRanks> {
  return (await ENCODINGS[encoding]()).default;
}

/** js-tiktoken 1.0 has these two wrong: OpenAI's own tiktoken reads both with cl100k_base (tiktoken/model.py). */
const CORRECTED: Readonly<Record<string, Encoding>> = {
  'babbage-002': 'cl100k_base',
  'davinci-002': 'cl100k_base',
};

/**
 * The vocabulary of an OpenAI model, by its name: also as gateways write it (`openai/gpt-4o`), and of a fine-tuned one
 * (`ft:davinci-002:org::id`). Null for every other name.
 */
export function encodingOf(model: string): Encoding | null {
  const base = model.replace(/^openai\//, '').replace(/^ft:([^:]*).*$/s, '$1');
  const corrected = Object.hasOwn(CORRECTED, base) ? CORRECTED[base] : undefined;
  if (corrected !== undefined) return corrected;
  try {
    return getEncodingNameForModel(base as TiktokenModel);
  } catch {
    return null;
  }
}
