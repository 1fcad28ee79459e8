import { type FoundHeader, readHeaderObject } from './found-headers';
import { NOT_LITERAL } from './literal-cursor';
import { type CallArguments, literalReader } from './read-literal';
import { variablesIn } from './variables';

/** A request that Python code sends by itself, with `requests` or `httpx`. */
export interface PostedBody {
  /** An object, the text of one, or `NOT_LITERAL`. */
  readonly body: unknown;
  readonly url: string | null;
  readonly headers: readonly FoundHeader[];
}

/** `requests.post(…)`, `client.request("POST", …)`, `httpx.stream("POST", …)`. */
const CALL = /\.\s{0,20}(?:post|request|stream)\s{0,20}\(/g;
const BODIES = ['json', 'data', 'content'] as const;
/** `payload`, `json.dumps(payload)`, `json.dumps(payload).encode()`. */
const NAMED =
  /^\s{0,20}(?:json\.dumps\s{0,5}\(\s{0,20}([A-Za-z_]\w{0,80})\s{0,20}[,)]|([A-Za-z_]\w{0,80})\s{0,20}$)/;
/** A script makes a few calls; of a text with thousands of them, none is the one that was meant. */
const MAX_CALLS = 20;

/** The first call with a body; null without any. Never throws. */
export function readPost(code: string): PostedBody | null {
  let count = 0;
  for (const found of code.matchAll(CALL)) {
    count += 1;
    if (count > MAX_CALLS) break;
    const variables = variablesIn(code, found.index, 'python');
    const reader = literalReader(code, found.index + found[0].length, 'python', variables.within);
    const call = reader.callArguments();
    const name = BODIES.find((one) => one in call.keywords);
    if (name === undefined) continue;
    const given = (of: string): unknown => {
      const value = call.keywords[of];
      if (value !== NOT_LITERAL) return value;
      const [, dumped, named] = NAMED.exec(call.sources[of] ?? '') ?? [];
      return variables.whole(dumped ?? named ?? '');
    };
    return { body: given(name), url: urlOf(call), headers: readHeaderObject(given('headers')) };
  }
  return null;
}

function urlOf({ positional, keywords }: CallArguments): string | null {
  const url = [keywords.url, ...positional].find((one) => typeof one === 'string' && /^https?:/i.test(one));
  return typeof url === 'string' ? url : null;
}
