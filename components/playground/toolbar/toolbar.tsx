'use client';

import { PanelLeft, SlidersHorizontal } from 'lucide-react';
import { Button, buttonStyle } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { IconButton } from '@/components/ui/icon-button';
import { LazyMenu } from '@/components/ui/lazy-menu';
import { Tooltip } from '@/components/ui/tooltip';
import { SHORTCUTS } from '@/lib/platform/client/shortcuts';
import { useRunTarget } from '@/lib/playground/client/run-target';
import { RunDraftLink } from '../run-draft-link';
import { ConnectionPicker } from './connection-picker';
import { ModelPicker } from './model-picker';
import { PresetsPicker } from './presets-picker';
import { newLabel, startNew } from './start-new';

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
  onOpenFile: () => void;
  className?: string;
}

const loadMore = async () => (await import('./more-items')).MoreItems;

/** In words where they fit in one line beside a short model name; else in the menu. */
const WORD = 'px-1! @max-[650px]:hidden';

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
  onOpenFile,
  className,
}: ToolbarProps) {
  const inDocument = useRunTarget() !== null;
  return (
    <div
      role="toolbar"
      aria-label="Run settings"
      className={cx('@container border-b px-2 py-1.5', className)}
    >
      <div className="flex flex-wrap items-center gap-1 wide:@min-[650px]:flex-nowrap">
        <IconButton
          label={historyShown ? 'Hide history' : 'Show history'}
          word="History"
          shortcut={SHORTCUTS.history.keys}
          aria-expanded={historyShown}
          onClick={onHistory}
          // On a phone it is in the menu: the navigation above has the same word already.
          className="phone:hidden"
        >
          <PanelLeft aria-hidden="true" />
        </IconButton>
        {/* On a phone it is with the models. */}
        <ConnectionPicker className="phone:hidden max-wide:min-w-0 max-wide:flex-1 max-wide:not-pointer-coarse:basis-[calc(100%-96px)] max-wide:pointer-coarse:basis-[calc(100%-200px)]" />
        <ModelPicker
          open={modelsOpen}
          onOpenChange={onModelsOpenChange}
          className="max-w-full min-w-32 max-wide:order-2 max-wide:flex-1 phone:order-none phone:min-w-30 phone:basis-0"
        />
        {/* On a wide screen it claims the width of its words, and a preset's name only what is left. */}
        <div className="ml-auto flex min-w-0 items-center max-wide:order-3 phone:order-1 wide:justify-end wide:@min-[650px]:min-w-[340px] wide:@min-[650px]:flex-1 wide:@min-[650px]:basis-[340px]">
          <PresetsPicker />
          <Button
            variant="ghost"
            onPointerEnter={onCodePrefetch}
            onFocus={onCodePrefetch}
            onClick={onCode}
            className={WORD}
          >
            Code
          </Button>
          <Tooltip content="Import a prompt and parameters from code or a file">
            <Button
              variant="ghost"
              aria-label="Import code"
              onPointerEnter={onImportPrefetch}
              onFocus={onImportPrefetch}
              onClick={onImport}
              className={WORD}
            >
              Import
            </Button>
          </Tooltip>
          <RunDraftLink
            href="/compare?from=draft"
            title="Compare this with other settings"
            className={cx(buttonStyle('ghost'), WORD)}
          >
            Compare this
          </RunDraftLink>
          <Tooltip
            content={
              inDocument
                ? 'Start an empty document. This one is saved.'
                : 'Clear the prompt and output. Keeps the model and parameters.'
            }
          >
            <Button variant="ghost" onClick={startNew} className={WORD}>
              {newLabel(inDocument)}
            </Button>
          </Tooltip>
          <LazyMenu
            load={loadMore}
            menuProps={{ onCode, onImport, onOpenFile, onHistory }}
            button={(props) => (
              <Button
                variant="ghost"
                {...props}
                className="px-2! data-[state=open]:bg-hover @min-[650px]:hidden"
              >
                More
              </Button>
            )}
          />
        </div>
        <IconButton
          label={parametersShown ? 'Hide parameters' : 'Show parameters'}
          word="Parameters"
          shortcut={SHORTCUTS.parameters.keys}
          className="max-wide:order-1"
          aria-expanded={parametersShown}
          onClick={onParameters}
        >
          <SlidersHorizontal aria-hidden="true" />
        </IconButton>
      </div>
    </div>
  );
}
