'use client';

import { useSession } from './compare-context';
import type { CompareStore } from './compare-store';
import type { SessionView } from './comparison-session';

export function isUnderWay({ session }: CompareStore): boolean {
  return isBusy(session.view());
}

export function useIsUnderWay(): boolean {
  return useSession(isBusy);
}

function isBusy({ queue }: SessionView): boolean {
  return queue.waiting.length > 0 || queue.live.length > 0;
}
