import { completionsUrl } from '@/lib/protocol/request/completions-url';
import type { UpstreamTarget } from '../target';

/** Where servers put calls that are not part of the completions protocol; without a slash at the end. */
export interface TokenizerPlaces {
  /** What `/completions` is appended to: `https://host/path/v1`. */
  readonly base: string;
  /** The same without `/v1`. */
  readonly besideV1: string;
  readonly root: string;
}

/** Null when the base URL is no address. All places are on the origin that the connection's key is bound to. */
export function tokenizerPlaces({ isPractice, baseUrl }: UpstreamTarget): TokenizerPlaces | null {
  // The model inside the app is called by no address: see createPracticeTransport.
  if (isPractice) return { base: 'practice:', besideV1: 'practice:', root: 'practice:' };
  const completions = completionsUrl(baseUrl);
  if (!completions.ok) return null;
  const url = new URL(completions.url);
  const base = `${url.origin}${url.pathname.replace(/\/completions$/, '')}`;
  return { base, besideV1: base.replace(/\/v1$/, ''), root: url.origin };
}
