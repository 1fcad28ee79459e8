import type { Viewer } from '@/lib/accounts/model/account';

/** How a person is called in one or two words. */
export function viewerLabel(viewer: Viewer): string {
  if (viewer.isGuest) return 'Guest';
  return viewer.name || viewer.email || 'Account';
}
