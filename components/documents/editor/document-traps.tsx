'use client';

import { useEffect, useState } from 'react';
import { TrapNotice } from '@/components/playground/editor/trap-notice';
import { isSent } from '@/lib/playground/client/draft-settings';
import { useDraft } from '@/lib/playground/client/draft-store';
import { trailingWhitespace } from '@/lib/protocol/request/whitespace-guard';
import { useDocument, useEditorState } from './document-context';

/** Between two words nobody needs a warning. */
const QUIET_MS = 800;

/** What often spoils a run at the cursor, and what of the settings it does not use. */
export function DocumentTraps() {
  const space = useEditorState((state) => state.spaceBefore);
  const echo = useDraft((draft) => isSent(draft.settings, 'echo'));
  return (
    <>
      <SpaceNotice key={space} space={space} />
      {echo && <span className="text-xs text-ink-3">Echo isn't sent in document mode.</span>}
    </>
  );
}

function SpaceNotice({ space }: { space: string | null }) {
  const { view } = useDocument();
  const [isQuiet, setIsQuiet] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsQuiet(true), QUIET_MS);
    return () => clearTimeout(timer);
  }, []);
  const trim = () => {
    const { from } = view.state.selection.main;
    const found = trailingWhitespace(view.state.sliceDoc(Math.max(0, from - 200), from));
    if (found) view.dispatch({ changes: { from: from - found.text.length, to: from }, userEvent: 'delete' });
    view.focus();
  };
  return (
    <TrapNotice
      place="document white-space"
      trap={isQuiet && space !== null ? 'there' : null}
      mend="Trim"
      onMend={trim}
      title="Most tokens start with a space. After a trailing space, models rarely find a good next token."
    >
      <code className="rounded-sm bg-warn-soft px-1">{space}</code> before the cursor usually hurts
      completions
    </TrapNotice>
  );
}
