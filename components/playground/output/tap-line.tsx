'use client';

import { TapHint } from '@/components/runs/token-controls';
import { PHONE, useMedia } from '@/lib/platform/client/use-media';
import { useTokenLookedAt } from '@/lib/runs/client/token-looked-at';

/** Under the output of a phone, whose header has space for the legend alone; until a token was looked at. */
export function TapLine() {
  const knowsTokens = useTokenLookedAt();
  const isPhone = useMedia(PHONE, false);
  if (knowsTokens || !isPhone) return null;
  return <TapHint className="shrink-0 border-t bg-sunken px-4 py-1 keyboard:hidden" />;
}
