'use client';

import { ClipboardPaste, CodeXml, Columns3, PanelLeft, SlidersHorizontal, SquarePen } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, buttonStyle } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { IconButton } from '@/components/ui/icon-button';
import { Link } from '@/components/ui/link';
import { toast } from '@/components/ui/toast';
import { Tooltip } from '@/components/ui/tooltip';
import { SHORTCUTS } from '@/lib/platform/client/shortcuts';
import { draftHasText } from '@/lib/playground/client/draft';
import { replaceDraft } from '@/lib/playground/client/draft-store';
import { startNewDraft } from '@/lib/playground/client/opened-run';
import { closeRun } from '@/lib/playground/client/run-controller';
import { focusField } from '@/lib/runs/client/parameter-errors';
import { ConnectionPicker } from './connection-picker';
import { ModelPicker } from './model-picker';
import { PresetsPicker } from './presets-picker';

export interface ToolbarProps {
  historyShown: boolean;
  onHistory: () => void;
  parametersShown: boolean;
  onParameters: () => void;
  modelsOpen: boolean;
  onModelsOpenChange: (open: boolean) => void;
  onCode: () => void;
  onCodePrefetch: () => void;
  onImport: () => void;
  onImportPrefetch: () => void;
  className?: string;
}

/** The connection and the model, and actions on the whole draft. */
export function Toolbar({
  historyShown,
  onHistory,
  parametersShown,
  onParameters,
  modelsOpen,
  onModelsOpenChange,
  onCode,
  onCodePrefetch,
  onImport,
  onImportPrefetch,
  className,
}: ToolbarProps) {
  return (
    <div
      role="toolbar"
      aria-label="Run settings"
      className={cx(
        // As wide as the panels beside it allow; buttons whose label does not fit show an icon.
        '@container flex flex-wrap items-center gap-1 border-b px-2 py-1.5',
        className,
      )}
    >
      <IconButton
        label={historyShown ? 'Hide the history' : 'Show the history'}
        shortcut={SHORTCUTS.history.keys}
        aria-expanded={historyShown}
        onClick={onHistory}
      >
        <PanelLeft aria-hidden="true" />
      </IconButton>
      <ConnectionPicker className="max-wide:min-w-0 max-wide:basis-[calc(100%-96px)] max-wide:flex-1" />
      <ModelPicker
        open={modelsOpen}
        onOpenChange={onModelsOpenChange}
        className="min-w-36 flex-1 basis-36 max-wide:order-2 max-wide:basis-[calc(100%-210px)] wide:max-w-72"
      />
      <span className="mr-auto max-wide:hidden" />
      <PresetsPicker className="max-wide:order-3" />
      <ToolbarButton label="View code" onIntent={onCodePrefetch} onClick={onCode}>
        <CodeXml aria-hidden="true" className="size-4" />
        <span className="@max-[800px]:hidden">Code</span>
      </ToolbarButton>
      <ToolbarButton label="Import code" onIntent={onImportPrefetch} onClick={onImport}>
        <ClipboardPaste aria-hidden="true" className="size-4" />
        <span className="@max-[900px]:hidden">Import</span>
      </ToolbarButton>
      <Tooltip content="Compare settings">
        <Link
          href="/compare?from=draft"
          prefetch={false}
          aria-label="Compare settings"
          // On a narrow screen the header has this link, and a new comparison begins with the draft.
          className={cx(buttonStyle('ghost'), 'px-2 max-wide:hidden')}
        >
          <Columns3 aria-hidden="true" className="size-4" />
          <span className="@max-[800px]:hidden">Compare</span>
        </Link>
      </Tooltip>
      <ToolbarButton label="New prompt" onClick={startNew}>
        <SquarePen aria-hidden="true" className="size-4" />
        <span className="@max-[900px]:hidden">New</span>
      </ToolbarButton>
      <IconButton
        label={parametersShown ? 'Hide the parameters' : 'Show the parameters'}
        shortcut={SHORTCUTS.parameters.keys}
        className="max-wide:order-1"
        aria-expanded={parametersShown}
        onClick={onParameters}
      >
        <SlidersHorizontal aria-hidden="true" />
      </IconButton>
    </div>
  );
}

interface ToolbarButtonProps {
  label: string;
  /** Called before a likely click, to load what it opens. */
  onIntent?: () => void;
  onClick: () => void;
  children: ReactNode;
}

function ToolbarButton({ label, onIntent, onClick, children }: ToolbarButtonProps) {
  return (
    <Tooltip content={label}>
      <Button
        variant="ghost"
        aria-label={label}
        onPointerEnter={onIntent}
        onFocus={onIntent}
        onClick={onClick}
        className="px-2 max-wide:order-3"
      >
        {children}
      </Button>
    </Tooltip>
  );
}

/** Clears the editor and the output; the settings stay. */
function startNew(): void {
  const before = startNewDraft();
  closeRun();
  focusField('prompt');
  if (!draftHasText(before)) return;
  toast('Started a new prompt.', {
    id: 'draft',
    action: { label: 'Undo', onClick: () => replaceDraft(before) },
  });
}
