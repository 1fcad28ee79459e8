import { PARAMETERS, type ParameterName } from '@/lib/protocol/request/parameters';
import type { Settings } from '@/lib/protocol/request/settings';
import { withMinus } from '@/lib/protocol/text/minus';
import { visibleInline } from '@/lib/protocol/tokens/visible-whitespace';
import { isSent, parameterValue } from './draft-settings';

/** More would fill the panel that lists them all. */
const MAX_NAMED = 6;

/** What a run sends, parameter by parameter. Retries are ours, and are never sent. */
export function sentParts(settings: Settings): string[] {
  return (Object.keys(PARAMETERS) as ParameterName[])
    .filter((name) => isSent(settings, name))
    .map((name) => partOf(settings, name))
    .filter((part) => part !== null);
}

/** What the next run sends, in one sentence. */
export function sentSummary(settings: Settings): string {
  const parts = sentParts(settings);
  if (parts.length === 0) return "Sends no parameters. Everything uses the server's defaults.";
  const more = parts.length - MAX_NAMED;
  const named = more > 1 ? [...parts.slice(0, MAX_NAMED), `${more} more`] : parts;
  return `Sends ${named.join(', ')}. The rest uses the server's defaults.`;
}

function partOf(settings: Settings, name: ParameterName): string | null {
  const { label } = PARAMETERS[name];
  const lower = label.charAt(0).toLowerCase() + label.slice(1);
  switch (name) {
    case 'retries':
      return null;
    case 'stream':
      return parameterValue(settings, name) ? 'streaming' : null;
    case 'stream_options':
      return parameterValue(settings, name).include_usage ? lower : `${lower} off`;
    case 'echo':
      return parameterValue(settings, name) ? lower : `${lower} off`;
    case 'stop': {
      const texts = parameterValue(settings, name);
      return texts.length === 1
        ? `${lower} “${visibleInline(texts[0] ?? '').slice(0, 12)}”`
        : `${texts.length} stop sequences`;
    }
    case 'logit_bias': {
      const count = Object.keys(parameterValue(settings, name)).length;
      return `${lower} for ${count} ${count === 1 ? 'token' : 'tokens'}`;
    }
    case 'extra_body': {
      const names = Object.keys(parameterValue(settings, name));
      if (names.length <= 1) return names[0]?.slice(0, 40) ?? null;
      return `${names.length} other fields`;
    }
    case 'ignore_eos':
    case 'skip_special_tokens':
      return parameterValue(settings, name) ? lower : `${lower} off`;
    case 'suffix':
    case 'user':
    case 'stop_token_ids':
    case 'grammar':
    case 'guided_regex':
    case 'json_schema':
      return lower;
    default:
      return `${lower} ${withMinus(String(parameterValue(settings, name)))}`;
  }
}
