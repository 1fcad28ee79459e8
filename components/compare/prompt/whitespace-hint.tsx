'use client';

import { Button } from '@/components/ui/button';
import { useChangePlan, usePlanPart } from '@/lib/compare/client/plan-actions';
import type { PromptPlace } from '@/lib/compare/client/prompt-places';
import { trailingWhitespace } from '@/lib/protocol/request/whitespace-guard';

/** As in the playground: trailing white space confuses most models. */
export function WhitespaceHint({ place }: { place: PromptPlace }) {
  const found = usePlanPart((plan) => {
    const prompt = place.read(plan);
    return typeof prompt === 'string' ? (trailingWhitespace(prompt)?.visible ?? null) : null;
  });
  const change = useChangePlan();
  if (found === null) return null;
  const trim = () =>
    change((plan) => {
      const prompt = place.read(plan);
      const trimmed = typeof prompt === 'string' ? trailingWhitespace(prompt)?.trimmed : undefined;
      return trimmed === undefined ? plan : place.write(plan, trimmed);
    });
  return (
    <span role="status" className="flex min-w-0 items-center gap-1.5 text-xs text-warn">
      <span className="min-w-0 truncate">
        Ends with <code className="rounded-sm bg-warn-soft px-1">{found}</code>, which usually hurts
        completions
      </span>
      <Button size="sm" onClick={trim}>
        Trim
      </Button>
    </span>
  );
}
