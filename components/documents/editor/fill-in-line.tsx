'use client';

import { Button } from '@/components/ui/button';
import { Popover } from '@/components/ui/popover';
import { Select } from '@/components/ui/select';
import { Tooltip } from '@/components/ui/tooltip';
import { chooseFillIn, useChosenFillIn } from '@/lib/documents/client/fill-in-choice';
import type { FillInTemplate } from '@/lib/documents/model/fill-in';
import { PHONE, useMedia } from '@/lib/platform/client/use-media';
import { useDraft } from '@/lib/playground/client/draft-store';
import { useDocument, useEditorState } from './document-context';
import { AFTER_CURSOR_LABEL, fillInOptions } from './fill-in-options';

/** Says what Run does with the text after the cursor, and lets one choose. */
export function FillInLine() {
  const hasAfter = useEditorState((state) => state.hasAfter);
  const connectionId = useDraft((draft) => draft.connectionId);
  const model = useDraft((draft) => draft.model);
  const { kind, template } = useChosenFillIn(connectionId, model);
  // On a phone it is in the menu: a tap into the text must not bring a line under it.
  const isPhone = useMedia(PHONE, false);
  if (!hasAfter || isPhone) return null;
  const options = fillInOptions(template !== null);
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1 text-xs text-ink-3">
      <label htmlFor="fill-in">{AFTER_CURSOR_LABEL}:</label>
      <Tooltip
        side="top"
        content={
          kind === 'replace'
            ? 'Run removes the text after the cursor. Undo restores it.'
            : 'Run inserts text at the cursor. The text after it stays in the document.'
        }
      >
        <Select
          id="fill-in"
          size="sm"
          value={kind}
          onChange={(event) => {
            const chosen = options.find(({ value }) => value === event.target.value);
            if (chosen) chooseFillIn(connectionId, model, chosen.value);
          }}
          className="w-60"
        >
          {options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      </Tooltip>
      {kind === 'template' && template && <TemplatePreview template={template} />}
    </span>
  );
}

/** How much of both texts is shown. */
const SHOWN = 80;

function TemplatePreview({ template }: { template: FillInTemplate }) {
  const { session, view } = useDocument();
  const preview = () => {
    const { from, to } = view.state.selection.main;
    const { text } = session.view().text;
    const before = text.slice(Math.max(0, from - SHOWN), from);
    const after = text.slice(to, to + SHOWN);
    return template.prompt(
      from > SHOWN ? `…${before}` : before,
      text.length > to + SHOWN ? `${after}…` : after,
    );
  };
  return (
    <Popover
      label="Fill-in-the-middle prompt"
      side="top"
      className="w-[min(420px,calc(100vw-16px))] p-3"
      trigger={
        <Button size="sm" variant="ghost">
          Show prompt
        </Button>
      }
    >
      <Preview model={template.model} read={preview} />
    </Popover>
  );
}

/** Read when it is drawn, not with every key. */
function Preview({ model, read }: { model: string; read: () => string }) {
  return (
    <>
      <p className="text-xs text-ink-2">The prompt in {model}'s format:</p>
      <pre className="mt-1 font-mono text-xs wrap-anywhere whitespace-pre-wrap">{read()}</pre>
    </>
  );
}
