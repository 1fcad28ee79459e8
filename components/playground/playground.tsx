'use client';

import { useRouter, useSearchParams } from 'next/navigation';
import { type CSSProperties, lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { toast } from '@/components/ui/toast';
import { leaveToasts } from '@/components/ui/toast-store';
import { useActions } from '@/lib/platform/client/actions';
import { changeLayout } from '@/lib/platform/client/layout-store';
import {
  DEFAULT_LAYOUT,
  LAYOUT_LIMITS,
  type PlaygroundLayout,
} from '@/lib/platform/client/playground-layout';
import { useShortcuts } from '@/lib/platform/client/shortcuts';
import { getCurrentRun, isRunning } from '@/lib/playground/client/run-controller';
import { focusField } from '@/lib/runs/client/parameter-errors';
import { putRunInUrl, runIdInUrl, runOfTab } from '@/lib/runs/client/run-url';
import { EditorFooter } from './editor/editor-footer';
import { openFile } from './editor/file-drop';
import { PromptEditor } from './editor/prompt-editor';
import { ScoreButton } from './editor/score-button';
import { ModeSwitch } from './layout/mode-switch';
import { PromptColumn } from './layout/prompt-column';
import { Resizer } from './layout/resizer';
import { usePanels } from './layout/use-panels';
import { OutputPane } from './output/output-pane';
import { ParameterPanel } from './parameters/parameter-panel';
import { type PlaygroundSlots, PlaygroundSlotsProvider } from './playground-slots';
import { useRunActions } from './toolbar/run-actions';
import { RunButton } from './toolbar/run-button';
import { Toolbar } from './toolbar/toolbar';

const loadOpenRun = () => import('./open-run').catch(() => void toast(NOT_LOADED, { tone: 'bad' }));
const NOT_LOADED = "Couldn't load this. Check your network.";
const loadCode = () => import('./code/code-dialog');
const CodeDialog = lazy(async () => ({ default: (await loadCode()).CodeDialog }));
const loadImport = () => import('./import/import-dialog');
const ImportDialog = lazy(async () => ({ default: (await loadImport()).ImportDialog }));
const PanelSheet = lazy(async () => ({ default: (await import('./layout/panel-sheet')).PanelSheet }));

/** Whether the page may come up with a run: few first visits do. */
function mayOpenRun(): boolean {
  const named = runIdInUrl() !== null || new URLSearchParams(location.search).has('from');
  return named || runOfTab() !== null || getCurrentRun() !== null;
}

type Layer = 'models' | 'code' | 'import';

export interface PlaygroundProps {
  initialLayout: PlaygroundLayout;
  /** The address names a run, which the page opens by itself. */
  opensRun: boolean;
  slots: PlaygroundSlots;
}

/** The whole screen: history, editor over output, parameters. */
export function Playground({ initialLayout, opensRun, slots }: PlaygroundProps) {
  const { layout, beside, sheet, isShown, toggle, closeSheet } = usePanels(initialLayout);
  const [layer, setLayer] = useState<Layer | null>(null);
  const router = useRouter();
  const { run, stop, regenerate, blocked } = useRunActions();
  const screen = useRef<HTMLElement>(null);

  const [mode, setMode] = useState(initialLayout.mode);
  const changeMode = (next: PlaygroundLayout['mode']) => {
    setMode(next);
    changeLayout({ mode: next });
    // What was said about the other text, and its Undo.
    leaveToasts();
    // A reload comes back to what is shown.
    if (next === 'document') putRunInUrl(null);
    else leaveDocument();
  };
  // The page may be here already when a link leads to a run or to a document.
  const search = useSearchParams();
  const runNamed = search.get('run');
  const documentNamed = search.get('document');
  useEffect(() => {
    if (runNamed) setMode('prompt');
    else if (documentNamed) setMode('document');
  }, [runNamed, documentNamed]);
  const isDocument = mode === 'document';
  useFocusAfter(isDocument);
  const modeSwitch = <ModeSwitch mode={mode} onChange={changeMode} />;

  const [opening, setOpening] = useState(opensRun);
  /** A run that was pressed in a document is shown, and not the one that this tab showed before it. */
  const isPressed = useRef(false);
  useEffect(() => {
    const pressed = isPressed.current;
    isPressed.current = false;
    if (isDocument || pressed || !mayOpenRun()) return;
    if (runOfTab() !== null) setOpening(true);
    void loadOpenRun()
      .then((code) => code?.openRunOfUrl(slots.openLinkOfUrl))
      .finally(() => setOpening(false));
  }, [slots, isDocument]);
  useShortcuts({
    run: () => handled(run),
    stop: () => isRunning() && handled(stop),
    regenerate,
    prompt: () => handled(() => focusField('prompt')),
    models: () => handled(() => setLayer((open) => (open === 'models' ? null : 'models'))),
    history: () => handled(() => toggle('history')),
    parameters: () => handled(() => toggle('parameters')),
  });

  const onModelsOpenChange = useCallback((open: boolean) => setLayer(open ? 'models' : null), []);
  const closeLayer = useCallback(() => setLayer(null), []);
  const [imported, setImported] = useState('');
  const importText = useCallback((text: string) => {
    setImported(text);
    setLayer('import');
  }, []);
  useActions(
    async () =>
      (await import('./toolbar/playground-actions')).playgroundActions({
        run,
        stop,
        regenerate,
        mode,
        onMode: changeMode,
        blocked,
        isShown,
        toggle,
        onModels: () => setLayer('models'),
        onCode: () => setLayer('code'),
        onImport: () => importText(''),
        onOpenFile: () => openFile(importText),
        go: router.push,
      }),
    'screen',
  );
  const openRun = (runId: string) => {
    closeSheet();
    const back = isDocument ? () => changeMode('document') : null;
    isPressed.current = isDocument;
    changeMode('prompt');
    void loadOpenRun().then((code) => code?.openRunHere(runId, back));
  };
  const preview = (name: string) => (value: number) => screen.current?.style.setProperty(name, String(value));

  return (
    <PlaygroundSlotsProvider slots={slots}>
      <main
        id="main"
        ref={screen}
        tabIndex={-1}
        className="flex fills-window outline-none"
        style={
          {
            '--history-width': layout.historyWidth,
            '--parameters-width': layout.parametersWidth,
            '--editor-share': layout.editorShare,
          } as CSSProperties
        }
      >
        <h1 className="sr-only">Playground</h1>
        {beside.history && (
          <>
            <aside
              aria-label="History"
              className="hidden w-[calc(var(--history-width)*1px)] shrink-0 min-[1160px]:block short:sticky short:top-0 short:h-dvh"
            >
              {slots.history(openRun)}
            </aside>
            <Resizer
              label="History width"
              orientation="vertical"
              value={layout.historyWidth}
              {...LAYOUT_LIMITS.historyWidth}
              step={8}
              perPixel={() => 1}
              onPreview={preview('--history-width')}
              onCommit={(historyWidth) => changeLayout({ historyWidth })}
              onReset={() => changeLayout({ historyWidth: DEFAULT_LAYOUT.historyWidth })}
              className="hidden min-[1160px]:block"
            />
          </>
        )}
        <div className="flex min-w-0 flex-1 flex-col">
          <Toolbar
            historyShown={isShown('history')}
            onHistory={() => toggle('history')}
            parametersShown={isShown('parameters')}
            onParameters={() => toggle('parameters')}
            modelsOpen={layer === 'models'}
            onModelsOpenChange={onModelsOpenChange}
            onCode={() => setLayer('code')}
            onCodePrefetch={() => void loadCode()}
            onImport={() => importText('')}
            onOpenFile={() => openFile(importText)}
            onImportPrefetch={() => void loadImport()}
          />
          {isDocument ? (
            slots.document(modeSwitch)
          ) : (
            <PromptColumn
              share={layout.editorShare}
              onPreview={preview('--editor-share')}
              opening={opening}
              prompt={
                <>
                  <PromptEditor onImport={importText} modeSwitch={modeSwitch} />
                  <EditorFooter />
                </>
              }
              output={<OutputPane className="flex-1" opening={opening} />}
            />
          )}
          {/* A document has its own, with its tools. */}
          {!isDocument && (
            <div
              data-below-toasts=""
              className="flex shrink-0 items-center justify-end gap-2 border-t bg-surface px-3 py-2 pb-[max(8px,env(safe-area-inset-bottom))] wide:hidden short:hidden"
            >
              <ScoreButton className="pointer-coarse:h-11" />
              <RunButton className="h-11 min-w-32 pointer-coarse:h-11" />
            </div>
          )}
        </div>
        {beside.parameters && (
          <>
            <Resizer
              label="Parameters width"
              orientation="vertical"
              value={layout.parametersWidth}
              {...LAYOUT_LIMITS.parametersWidth}
              step={8}
              perPixel={() => -1}
              onPreview={preview('--parameters-width')}
              onCommit={(parametersWidth) => changeLayout({ parametersWidth })}
              onReset={() => changeLayout({ parametersWidth: DEFAULT_LAYOUT.parametersWidth })}
              className="hidden wide:block"
            />
            <aside
              aria-label="Parameters"
              className="hidden w-[calc(var(--parameters-width)*1px)] shrink-0 wide:block short:sticky short:top-0 short:h-dvh"
            >
              <ParameterPanel />
            </aside>
          </>
        )}
        <Suspense fallback={null}>
          {sheet === 'history' && (
            <PanelSheet side="left" title="History" onClose={closeSheet}>
              {slots.history(openRun)}
            </PanelSheet>
          )}
          {sheet === 'parameters' && (
            <PanelSheet side="right" title="Parameters" onClose={closeSheet}>
              <ParameterPanel inSheet />
            </PanelSheet>
          )}
          {layer === 'code' && <CodeDialog onClose={closeLayer} />}
          {layer === 'import' && <ImportDialog initialText={imported} onClose={closeLayer} />}
        </Suspense>
      </main>
    </PlaygroundSlotsProvider>
  );
}

/** What was pressed to change the mode is gone with the mode. On touch screens a keyboard would come. */
function useFocusAfter(isDocument: boolean): void {
  const before = useRef(isDocument);
  useEffect(() => {
    if (before.current === isDocument) return;
    before.current = isDocument;
    if (!matchMedia('(pointer: coarse)').matches) focusField('prompt');
  }, [isDocument]);
}

/** The address names the document no more. */
function leaveDocument(): void {
  const url = new URL(location.href);
  if (!url.searchParams.has('document')) return;
  url.searchParams.delete('document');
  history.replaceState(null, '', url);
}

function handled(act: () => void): true {
  act();
  return true;
}
