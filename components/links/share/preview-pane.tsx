import { EyeOff } from 'lucide-react';
import { memo, type RefObject, useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { focusableScroller } from '@/components/ui/focusable-scroller';
import { Spinner } from '@/components/ui/spinner';
import type { Selected } from '@/lib/links/client/share-draft';
import { REDACTED } from '@/lib/links/model/redact';
import type { Shared } from '@/lib/links/model/shared';
import { SharedPage } from '../reader/shared-page';
import { useLinksInPlace } from './links-in-place';

export interface PreviewPaneProps {
  shared: Shared | null;
  error: Error | null;
  onRetry: () => void;
  /** Set when the link would be too large and this would shorten it. */
  shorten?: { readonly label: string; readonly onPress: () => void };
  /** Redacts the selected texts. */
  onRedact: (selected: readonly Selected[]) => void;
}

const Preview = memo(SharedPage);

/** The very page that readers get. Selected text can be redacted. */
export function PreviewPane({ shared, error, onRetry, shorten, onRedact }: PreviewPaneProps) {
  const holder = useRef<HTMLDivElement>(null);
  const selection = useSelection(holder);
  const [branch, setBranch] = useState<string | null>(null);
  useLinksInPlace(holder);
  return (
    <div className="flex min-w-0 flex-col border-t wide:min-h-0 wide:border-t-0">
      <div className="sticky top-0 z-10 flex min-h-11 shrink-0 items-center justify-between gap-2 border-b bg-surface px-4 py-1.5">
        <h3 className="min-w-0 text-xs text-ink-2">
          <span className="font-medium">Preview</span>
          <span className="max-sm:hidden"> · the page that readers see</span>
        </h3>
        <Button
          size="sm"
          aria-disabled={!selection.has || undefined}
          className="aria-disabled:cursor-not-allowed aria-disabled:opacity-55"
          // The press itself would clear the selection.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => {
            if (!selection.has) return;
            onRedact(selection.read());
            selection.clear();
          }}
        >
          <EyeOff aria-hidden="true" className="size-3.5" /> Redact selection
        </Button>
      </div>
      <section
        aria-label="Preview"
        ref={focusableScroller}
        className="min-h-40 bg-bg -outline-offset-2 wide:flex-1 wide:overflow-y-auto"
      >
        <div ref={holder}>
          {shared && (
            <Preview slug={null} shared={shared} measure={null} branch={branch} onBranch={setBranch} />
          )}
          {!shared && !error && (
            <p role="status" className="flex items-center gap-2 p-4 text-ink-2">
              <Spinner /> Preparing preview
            </p>
          )}
          {error && (
            <EmptyState
              action={
                shorten ? (
                  <Button onClick={shorten.onPress}>{shorten.label}</Button>
                ) : (
                  <Button onClick={onRetry}>Try again</Button>
                )
              }
            >
              {error.message}
            </EmptyState>
          )}
        </div>
      </section>
    </div>
  );
}

/**
 * The selection inside an element, also after a press elsewhere has cleared it: on touch screens that happens
 * before the button gets the press. Null when nothing is selected.
 */
function useSelection(holder: RefObject<HTMLElement | null>) {
  const [range, setRange] = useState<Range | null>(null);
  useEffect(() => {
    const onChange = () => {
      const selection = document.getSelection();
      const now = selection?.rangeCount ? selection.getRangeAt(0) : null;
      const inside = now !== null && holder.current?.contains(now.commonAncestorContainer);
      if (inside) setRange(now.collapsed ? null : now.cloneRange());
    };
    document.addEventListener('selectionchange', onChange);
    return () => document.removeEventListener('selectionchange', onChange);
  }, [holder]);

  return {
    has: range !== null,
    read: () => (range && holder.current ? selectedIn(holder.current, range) : []),
    clear: () => {
      document.getSelection()?.removeAllRanges();
      setRange(null);
    },
  };
}

/** The selected parts of each text exactly as written, split where something is already redacted. */
function selectedIn(holder: HTMLElement, range: Range): Selected[] {
  const texts = [...holder.querySelectorAll<HTMLElement>('[data-shared-text]')];
  return texts.flatMap((element) => {
    if (!range.intersectsNode(element)) return [];
    const part = document.createRange();
    part.selectNodeContents(element);
    const [before, after] = [part.cloneRange(), part.cloneRange()];
    if (range.compareBoundaryPoints(Range.START_TO_START, part) > 0) {
      part.setStart(range.startContainer, range.startOffset);
    }
    if (range.compareBoundaryPoints(Range.END_TO_END, part) < 0) {
      part.setEnd(range.endContainer, range.endOffset);
    }
    before.setEnd(part.startContainer, part.startOffset);
    after.setStart(part.endContainer, part.endOffset);
    const parts = part.toString().split(REDACTED);
    return parts.map((text, at) => ({
      text,
      before: at === 0 ? before.toString().slice(-1) : '',
      after: at === parts.length - 1 ? after.toString().slice(0, 1) : '',
    }));
  });
}
