'use client';

import { useViewer } from '@/lib/accounts/client/viewer';
import { SessionActions } from './session-actions';

/** Replaces the account button in the header; where the header is too narrow, covers all of it. */
export function SessionNoticeInHeader() {
  const { site } = useViewer();
  return (
    <SessionActions
      guests={site.guests}
      className="max-[1099px]:fixed max-[1099px]:inset-x-0 max-[1099px]:top-0 max-[1099px]:z-30 max-[1099px]:min-h-11 max-[1099px]:rounded-none min-[1100px]:flex-nowrap min-[1100px]:py-1"
    />
  );
}

/** The same inside a dialog, which covers the header. */
export function SessionNoticeInDialog() {
  const { site } = useViewer();
  return <SessionActions guests={site.guests} className="mb-3" />;
}
