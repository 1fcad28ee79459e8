import type { Viewer } from '@/lib/accounts/model/account';

/** A person's name in one or two words. */
export function viewerLabel(viewer: Viewer): string {
  if (viewer.isGuest) return 'Guest';
  return viewer.name || viewer.email || 'Account';
}
