'use client';

import * as RadixDialog from '@radix-ui/react-dialog';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { toastError } from '@/components/runs/toast-error';
import { noteItemUsed } from '@/lib/palette/client/recent-items';
import type { FoundItem } from '@/lib/palette/model/rank-items';
import { pressesKeys } from '@/lib/platform/client/match-keys';
import { APP_SHORTCUTS } from '@/lib/platform/client/shortcuts';
import { PaletteRow } from './palette-row';
import { type PaletteSource, usePaletteItems } from './use-palette-items';

export interface PaletteProps {
  /** In the order in which their groups stand before anything is typed. The same array while it is open. */
  sources: readonly PaletteSource[];
  onClose: () => void;
}

/** How far PageUp and PageDown move. */
const PAGE = 8;

/** Everything that can be done or opened, found by a few letters. The focus stays in the field. */
export function Palette({ sources, onClose }: PaletteProps) {
  const [query, setQuery] = useState('');
  /** Not its row: sources that answer late move the rows. Null: the first one, whichever that is. */
  const [activeId, setActiveId] = useState<string | null>(null);
  const { groups, isLoading } = usePaletteItems(sources, query);
  const options = useMemo(() => groups.flatMap(({ found }) => found), [groups]);
  const activeAt = options.findIndex(({ item }) => item.id === activeId);
  const active = Math.min(Math.max(0, activeAt), options.length - 1);
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const opener = useRef<Element | null>(null);
  /** What was chosen; it runs when the palette has given the focus back, which it may then move. */
  const chosen = useRef<FoundItem['item'] | null>(null);
  const panel = useVisibleHeight();
  const optionId = (at: number) => `${id}-${at}`;

  useLayoutEffect(() => {
    const option = document.getElementById(`${id}-${active}`);
    // With the first option its heading comes into view as well.
    if (active <= 0) list.current?.scrollTo({ top: 0 });
    else option?.scrollIntoView({ block: 'nearest' });
  }, [id, active]);

  const choose = (found: FoundItem | undefined) => {
    if (!found || found.item.blocked) return;
    chosen.current = found.item;
    onClose();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const { actions, actionsToo } = APP_SHORTCUTS;
    const closes = [actions, actionsToo].some(({ keys }) => pressesKeys(event.nativeEvent, keys));
    const last = options.length - 1;
    const target = {
      ArrowDown: active >= last ? 0 : active + 1,
      ArrowUp: active <= 0 ? last : active - 1,
      Home: 0,
      End: last,
      PageUp: Math.max(0, active - PAGE),
      PageDown: Math.min(last, active + PAGE),
    }[event.key];
    if (closes) onClose();
    else if (event.key === 'Enter') choose(options[active]);
    // With Shift they select in the field.
    else if (target !== undefined && !event.shiftKey)
      setActiveId(options[Math.max(0, target)]?.item.id ?? null);
    else return;
    event.preventDefault();
    // Neither runs the prompt nor opens what is open.
    event.stopPropagation();
  };

  let at = -1;
  return (
    <RadixDialog.Root open onOpenChange={(open) => !open && onClose()}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <RadixDialog.Content
          ref={panel}
          aria-describedby={undefined}
          // By hand, as a field with `autoFocus` would have it before it is known where it came from.
          onOpenAutoFocus={(event) => {
            opener.current = document.activeElement;
            event.preventDefault();
            field.current?.focus();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            const target = opener.current;
            if (target instanceof HTMLElement && target.isConnected) target.focus({ preventScroll: true });
            const item = chosen.current;
            if (!item) return;
            noteItemUsed(item.id);
            runItem(item);
          }}
          className="floating fixed top-[max(8px,10dvh)] left-1/2 z-50 flex max-h-[min(560px,calc(var(--visible-height,100dvh)-max(16px,14dvh)))] w-[calc(100vw-16px)] max-w-xl -translate-x-1/2 flex-col bg-surface text-ink outline-none max-[519px]:inset-x-0 max-[519px]:top-0 max-[519px]:left-0 max-[519px]:max-h-[var(--visible-height,100dvh)] max-[519px]:w-full max-[519px]:max-w-none max-[519px]:translate-x-0 max-[519px]:rounded-none short:top-0 short:max-h-[var(--visible-height,100dvh)]"
        >
          <RadixDialog.Title className="sr-only">Search actions</RadixDialog.Title>
          <div className="flex shrink-0 items-center gap-2 border-b px-3">
            <Search aria-hidden="true" className="size-4 shrink-0 text-ink-3" />
            <input
              ref={field}
              role="combobox"
              aria-label="Search actions, models, presets and runs"
              aria-expanded="true"
              aria-controls={`${id}-list`}
              aria-activedescendant={active >= 0 ? optionId(active) : undefined}
              aria-autocomplete="list"
              placeholder="Search actions, models, runs"
              value={query}
              onChange={(event) => {
                setQuery(event.target.value);
                setActiveId(null);
              }}
              onKeyDown={onKeyDown}
              maxLength={200}
              autoComplete="off"
              autoCapitalize="off"
              autoCorrect="off"
              spellCheck={false}
              enterKeyHint="go"
              className="h-11 min-w-0 flex-1 bg-transparent text-sm outline-none pointer-coarse:text-[16px]"
            />
            <RadixDialog.Close className="rounded-sm px-2 text-xs text-ink-2 hover:text-ink pointer-coarse:h-11">
              <span className="pointer-coarse:hidden">
                <span className="sr-only">Close, </span>Esc
              </span>
              <span className="not-pointer-coarse:hidden">Close</span>
            </RadixDialog.Close>
          </div>
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keys. */}
          <div
            ref={list}
            role="listbox"
            id={`${id}-list`}
            tabIndex={-1}
            aria-label="Results"
            // The focus stays in the field, and a phone's keyboard up.
            onMouseDown={(event) => event.preventDefault()}
            onMouseMove={({ target }) => {
              const index = indexAt(target, options);
              if (index >= 0 && index !== active) setActiveId(options[index]?.item.id ?? null);
            }}
            onClick={({ target }) => choose(options[indexAt(target, options)])}
            className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-1 empty:hidden"
          >
            {groups.map(({ group, found, more }, groupAt) => (
              // biome-ignore lint/a11y/useSemanticElements: a fieldset has no place in a listbox.
              <div key={group} role="group" aria-labelledby={`${id}-group-${groupAt}`} className="pb-1">
                <div
                  id={`${id}-group-${groupAt}`}
                  role="presentation"
                  className="px-2 pt-1.5 pb-0.5 text-2xs text-ink-3"
                >
                  {group}
                  {more > 0 && (
                    <span aria-hidden="true"> · {more.toLocaleString('en')} more. Type to filter.</span>
                  )}
                </div>
                {found.map((one) => {
                  at += 1;
                  return (
                    <PaletteRow key={one.item.id} found={one} id={optionId(at)} active={at === active} />
                  );
                })}
              </div>
            ))}
          </div>
          {options.length === 0 && (
            <p className="px-4 py-3 text-ink-3">
              {isLoading ? 'Loading' : `Nothing matches “${query.trim().slice(0, 60)}”.`}
            </p>
          )}
          <div role="status" className="sr-only">
            {isLoading ? '' : `${options.length} ${options.length === 1 ? 'result' : 'results'}`}
          </div>
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

function runItem(item: FoundItem['item']): void {
  try {
    void Promise.resolve(item.run()).catch(toastError);
  } catch (error) {
    toastError(error);
  }
}

function indexAt(target: EventTarget, options: readonly FoundItem[]): number {
  const id = target instanceof Element ? target.closest<HTMLElement>('[data-option]')?.dataset.option : null;
  return options.findIndex(({ item }) => item.id === id);
}

/** Keeps the height that a phone's keyboard leaves in `--visible-height`: the units of CSS do not know it. */
function useVisibleHeight() {
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { visualViewport } = window;
    if (!visualViewport) return;
    const measure = () =>
      panel.current?.style.setProperty('--visible-height', `${Math.floor(visualViewport.height)}px`);
    measure();
    visualViewport.addEventListener('resize', measure);
    return () => visualViewport.removeEventListener('resize', measure);
  }, []);
  return panel;
}
