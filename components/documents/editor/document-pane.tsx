'use client';

import '../../runs/output.css';
import './document.css';
import { useSearchParams } from 'next/navigation';
import { type ComponentType, lazy, type ReactNode, Suspense, useCallback, useEffect, useRef } from 'react';
import { OutputStatus } from '@/components/playground/output/output-status';
import { RunButton } from '@/components/playground/toolbar/run-button';
import { RunAnnouncer } from '@/components/runs/run-announcer';
import { RunProblem } from '@/components/runs/run-problem';
import { WhatIfPanel } from '@/components/runs/what-if/what-if-switch';
import { cx } from '@/components/ui/cx';
import { measureToastFloor } from '@/components/ui/toast-floor';
import {
  getCurrentDocument,
  openDocumentHere,
  openDocumentOfPage,
  startNewDocument,
  useCurrentDocument,
} from '@/lib/documents/client/current-document';
import type { OpenDocument } from '@/lib/documents/client/open-document';
import { lineOf } from '@/lib/documents/model/document-tree';
import { getRunTarget } from '@/lib/playground/client/run-target';
import { focusField } from '@/lib/runs/client/parameter-errors';
import type { RunStore } from '@/lib/runs/client/run-store';
import { isLive } from '@/lib/runs/client/run-view';
import { useTokenColours } from '@/lib/runs/client/token-colours';
import { useRunView } from '@/lib/runs/client/use-run-view';
import { whatIfOf } from '@/lib/runs/client/what-if';
import { DocumentMenu } from '../document-menu';
import type { DocumentMenuProps } from '../document-menu-props';
import { SuggestBar } from '../suggest/suggest-bar';
import { DocumentBranches } from '../tree/document-branches';
import { connectionNameOfDraft } from './connection-name';
import { DocumentProvider, useDocumentRun, useDocumentView } from './document-context';
import type { DocumentController } from './document-controller';
import { ColoursLegend, DocumentHeader } from './document-header';
import { Bar, NotOpened } from './document-not-opened';
import { DocumentNotes } from './document-notes';
import { DocumentTraps } from './document-traps';
import { EditorTools } from './editor-tools';
import { FillInLine } from './fill-in-line';
import type { TokenLayersProps } from './token-layers';
import { useDocumentActions } from './use-document-actions';
import { useDocumentEditor } from './use-document-editor';
import { useDocumentWhatIf } from './use-document-what-if';
import { useTokenLayers } from './use-token-layers';

// Loaded with the first token that is looked at. If it fails to load, the text can still be written.
const TokenLayers = lazy(async (): Promise<{ default: ComponentType<TokenLayersProps> }> => {
  const loaded = await import('./token-layers').catch(() => null);
  return { default: loaded?.TokenLayers ?? (() => null) };
});

export interface DocumentPaneProps {
  modeSwitch: ReactNode;
  /** Shares the document by a link. */
  share?: (document: OpenDocument) => ReactNode;
  countLinks?: DocumentMenuProps['countLinks'];
}

/** One text that the model continues, in the place of prompt and output. */
export function DocumentPane(props: DocumentPaneProps) {
  const { modeSwitch } = props;
  const { document, failure } = useCurrentDocument();
  // A link to another document may lead to the page that is here already.
  const named = useSearchParams().get('document');
  // biome-ignore lint/correctness/useExhaustiveDependencies: read from the address
  useEffect(() => void openDocumentOfPage(), [named]);
  if (failure) return <NotOpened failure={failure} modeSwitch={modeSwitch} />;
  if (!document) {
    return (
      <section aria-label="Document" className="min-h-0 flex-1">
        <Bar>{modeSwitch}</Bar>
      </section>
    );
  }
  return <OpenDocumentPane key={document.id} document={document} {...props} />;
}

function OpenDocumentPane({
  document,
  modeSwitch,
  share,
  countLinks,
}: DocumentPaneProps & { document: OpenDocument }) {
  const host = useRef<HTMLDivElement>(null);
  const made = useRef<DocumentController | null>(null);
  const { look, picked, offered, onLook, offer, open, close } = useTokenLayers(
    useCallback(() => made.current, []),
  );
  const controller = useDocumentEditor(host, document, {
    colours: useTokenColours(),
    onLook,
    onPress: (found, byTouch) => {
      if (found.token.top.length === 0) return;
      // A tap sets the cursor, and only offers the menu. The keyboard of a touch screen moves everything when it comes.
      if (byTouch) {
        setTimeout(() => {
          const cursor = made.current?.view.state.selection.main.head;
          if (cursor !== undefined && cursor >= found.from && cursor <= found.to) offer(found);
        }, TOUCH_MS);
      } else open(found, false);
    },
    onOpen: (found) => found !== null && open(found, true),
    onEscape: () => {
      if (picked) close(true);
      return picked !== null;
    },
    onActivity: () => {
      if (picked) close(false);
      if (look) onLook(null);
      if (offered) offer(null);
    },
  });
  useEffect(() => {
    made.current = controller;
  }, [controller]);
  useDocumentActions(controller);
  // Toasts of before know of another foot.
  useEffect(measureToastFloor, []);
  const visited = useDocumentWhatIf(document, controller, onLook);
  const store = useDocumentRun(controller);
  return (
    <section
      aria-label="Document"
      className="document-pane flex min-h-0 min-w-0 flex-1 flex-col bg-bg short:min-h-80"
    >
      <DocumentProvider value={controller}>
        {controller ? (
          <DocumentHeader
            modeSwitch={modeSwitch}
            share={share?.(document)}
            menu={
              <DocumentMenu
                document={document}
                onOpen={(id) => void openDocumentHere(id)}
                // Another one may have been opened meanwhile.
                countLinks={countLinks}
                onDeleted={() => getCurrentDocument() === document && startNewDocument()}
              />
            }
          />
        ) : (
          <Bar>{modeSwitch}</Bar>
        )}
        <WhatIfPanel store={whatIfOf(document)} />
        <div ref={host} className="document-editor text-model min-h-0 flex-1" />
        <SuggestBar />
        {controller && <DocumentNotes />}
        <div className="document-aside shrink-0">
          {controller && <DocumentBranches controller={controller} />}
        </div>
        <RunProblem
          store={store}
          fills={false}
          onAgain={() => getRunTarget()?.run(connectionNameOfDraft())}
          onField={focusField}
        />
        <div
          data-below-toasts=""
          className={cx(
            'group/foot @container flex min-h-9 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 py-1 pr-2 pl-4 wide:min-h-11',
            // Where it is narrow it is the foot of the page, in reach of a thumb.
            'max-wide:tall:order-last max-wide:tall:border-t max-wide:tall:bg-surface max-wide:tall:py-2 max-wide:tall:pb-[max(8px,env(safe-area-inset-bottom))] max-wide:tall:pl-2',
          )}
        >
          {controller && <EditorTools />}
          {controller && (
            <div className="contents max-wide:tall:order-first max-wide:tall:flex max-wide:tall:basis-full max-wide:tall:flex-wrap max-wide:tall:items-center max-wide:tall:gap-x-3 max-wide:tall:gap-y-1 max-wide:tall:px-2 max-wide:tall:empty:hidden">
              <FillInLine />
              <LongText />
              <DocumentTraps />
            </div>
          )}
          {/* On a phone what blocks Run is above it: beside it is no space for its words. */}
          <div className="ml-auto flex min-w-0 items-center justify-end gap-x-2 gap-y-1 max-wide:tall:flex-1 max-wide:tall:flex-wrap">
            {/* A line that comes with the cursor takes its place where both have none: the text must not move. */}
            <span className="contents wide:@max-[824px]:group-has-[#fill-in]/foot:hidden">
              {controller && <ColoursLegend />}
            </span>
            <RunButton />
          </div>
        </div>
        <div className="document-aside shrink-0">{controller && store && <RunStatus store={store} />}</div>
        <RunAnnouncer store={store} />
        <span role="status" className="sr-only">
          {visited}
        </span>
        {controller && (look || picked || offered) && (
          <Suspense fallback={null}>
            <TokenLayers
              controller={controller}
              look={look}
              picked={picked}
              offered={offered}
              open={open}
              offer={offer}
              close={close}
            />
          </Suspense>
        )}
      </DocumentProvider>
    </section>
  );
}

// What counts tokens comes with the first text that may be too long.
const ContextNotice = lazy(async () => {
  const loaded = await import('./context-notice').catch(() => null);
  return { default: loaded?.ContextNotice ?? (() => null) };
});
/** No model's context is so short. */
const SHORT = 200;

function LongText() {
  const isLong = useDocumentView(({ text }) => text.text.length > SHORT);
  return isLong ? (
    <Suspense fallback={null}>
      <ContextNotice />
    </Suspense>
  ) : null;
}

/** The last run of this page, where the text is the one that it wrote. It keeps its place. */
function RunStatus({ store }: { store: RunStore }) {
  const runId = useRunView(store, (view) => view?.runId ?? null);
  const live = useRunView(store, (view) => view !== null && isLive(view));
  // Without text it has left no step.
  const wrote = useRunView(store, (view) => view?.choices.some(({ hasText }) => hasText) ?? false);
  const here = useDocumentView(({ tree, head }) => {
    const last = lineOf(tree, head).find((id) => tree.nodes.get(id)?.kind === 'generated');
    return (last && tree.nodes.get(last)?.runId) ?? null;
  });
  return (
    <div className={live || !wrote || here === runId ? undefined : 'invisible'}>
      <OutputStatus store={store} opening={false} />
    </div>
  );
}

/** Until the keyboard of a touch screen is there. */
const TOUCH_MS = 350;
