'use client';

import { PageSkipLink } from '@/components/shell/page-skip-link';
import { SHORTCUTS } from '@/lib/platform/client/shortcuts';

const TARGETS = {
  '/': { id: 'prompt', label: 'Skip to prompt', shortcut: SHORTCUTS.prompt.keys },
} as const;

/** The skip link of every page of the app; before the prompt are twenty other controls. */
export function AppSkipLink() {
  return <PageSkipLink targets={TARGETS} />;
}
