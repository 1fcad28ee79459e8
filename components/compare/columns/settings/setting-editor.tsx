'use client';

import { Equal } from 'lucide-react';
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react';
import { PARAMETER_CONTROLS } from '@/components/playground/parameters/parameter-controls';
import { FIELD } from '@/components/playground/parameters/parameter-row';
import { ModelList } from '@/components/playground/toolbar/model-list';
import type { PricedModel } from '@/components/playground/toolbar/use-price-form';
import { Button } from '@/components/ui/button';
import { withChanged, withSameForAll } from '@/lib/compare/client/column-edits';
import { useCompareStore } from '@/lib/compare/client/compare-context';
import { useChangePlan, useVariants } from '@/lib/compare/client/plan-actions';
import { columnEditor } from '@/lib/compare/client/settings-editors';
import type { Variant } from '@/lib/compare/model/plan';
import type { SettingsRowName } from '@/lib/compare/model/settings-table';
import { SettingsEditorProvider } from '@/lib/playground/client/settings-editor';

export interface SettingEditorProps {
  column: Variant;
  name: Exclude<SettingsRowName, 'connection' | 'prompt'>;
  /** Typed before this editor was there: goes into its field. */
  typed: string;
  onDone: () => void;
  /** Opens the form for the price of the column's model. */
  onSetPrice: (of: PricedModel) => void;
}

/** The playground's control of one setting, for one column. */
export function SettingEditor({ column, name, typed, onDone, onSetPrice }: SettingEditorProps) {
  const compareStore = useCompareStore();
  const change = useChangePlan();
  const several = useVariants((columns) => columns.length > 1);
  const editor = useMemo(() => columnEditor(compareStore, column.id), [compareStore, column.id]);
  const frame = useRef<HTMLDivElement>(null);
  // The layer opens before this code is loaded, so the focus is set here. Some settings have no field while they
  // are not sent: then their switch gets the focus.
  useEffect(() => {
    const control =
      frame.current?.querySelector<HTMLElement>(FIELD) ??
      frame.current?.querySelector<HTMLElement>('[role="switch"]');
    control?.focus();
  }, []);
  const inserted = useRef('');
  useEffect(() => {
    const remaining = typed.slice(inserted.current.length);
    inserted.current = typed;
    const field = frame.current?.querySelector<HTMLInputElement>('input');
    if (remaining === '' || !field) return;
    if (document.activeElement !== field) field.focus();
    // Replaces the selection and fires `input`, as typing does.
    document.execCommand('insertText', false, remaining);
  }, [typed]);
  // After the field has read its text: one that it refuses stays in sight.
  const onKeyDown = (event: KeyboardEvent) => {
    if (!takesLine(event)) return;
    const field = event.target as HTMLInputElement;
    requestAnimationFrame(() => {
      if (field.isConnected && !field.matches('[data-unread], [aria-invalid=true]')) onDone();
    });
  };
  const applyToAll = several && (
    <div className="mt-1 shrink-0 border-t px-3 pt-1.5">
      <Button
        size="sm"
        variant="ghost"
        onClick={() => change((plan) => withSameForAll(plan, column.id, name))}
        icon={Equal}
      >
        Apply to all columns
      </Button>
    </div>
  );
  if (name === 'model') {
    return (
      <div className="flex min-h-0 flex-col pb-1.5">
        <ModelList
          connectionId={column.connectionId}
          chosen={column.model}
          onChoose={(model, connectionId = column.connectionId) => {
            change((plan) => withChanged(plan, column.id, (own) => ({ ...own, connectionId, model })));
            onDone();
          }}
          onSetPrice={onSetPrice}
        />
        {column.model !== '' && applyToAll}
      </div>
    );
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter comes from the field in it.
    <div ref={frame} onKeyDown={onKeyDown} className="py-1.5">
      <SettingsEditorProvider value={editor}>{PARAMETER_CONTROLS[name]}</SettingsEditorProvider>
      {applyToAll}
    </div>
  );
}

/** Enter in a field of one line that has no other use for it, such as adding to a list. */
function takesLine(event: KeyboardEvent): boolean {
  const { target, key, ctrlKey, metaKey, altKey, shiftKey, nativeEvent } = event;
  if (key !== 'Enter' || ctrlKey || metaKey || altKey || shiftKey) return false;
  if (event.defaultPrevented || nativeEvent.isComposing) return false;
  return target instanceof HTMLInputElement && target.type === 'text' && target.form === null;
}
