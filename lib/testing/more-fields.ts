import type { ParameterName, ParameterValues } from '@/lib/protocol/request/parameters';

/** Every field of other servers, each with a value that is nobody's default; `extra_body` is apart. */
export const MORE_FIELDS = {
  top_k: 17,
  min_p: 0.07,
  typical_p: 0.93,
  repetition_penalty: 1.21,
  repeat_penalty: 1.17,
  min_tokens: 2,
  ignore_eos: false,
  skip_special_tokens: true,
  stop_token_ids: [2, 50256],
  grammar: 'root ::= "yes" | "no"\n',
  guided_regex: '[a-z]+\\d{2}',
  json_schema: { type: 'object', properties: { 'a b': { enum: [1, null] } } },
} satisfies Partial<{ [Name in ParameterName]: ParameterValues[Name] }>;

/** Fields that the table does not have: they go to the top level of the body. */
export const EXTRA_FIELDS = {
  penalize_nl: false,
  dry_multiplier: 0.8,
  nested: { list: [[1], { a: null }], text: '“x”\u2028' },
};
