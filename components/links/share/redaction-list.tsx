import { type FormEvent, useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { TextField } from '@/components/ui/text-field';
import type { RedactionRow } from '@/lib/links/client/share-draft';
import type { Finding } from '@/lib/links/model/finding';
import { WITHHELD_MEANS } from '@/lib/links/model/withheld-settings';
import { visibleInline } from '@/lib/protocol/tokens/visible-whitespace';

const KINDS: Readonly<Record<Finding['kind'], string>> = {
  key: 'Looks like a key',
  email: 'Email address',
  phone: 'Phone number',
};

const FIELD_LABELS: Readonly<Record<Finding['fields'][number], string>> = {
  title: 'title',
  name: 'name',
  model: 'model',
  prompt: 'prompt',
  parameters: 'settings',
  outputs: 'output',
  text: 'text',
  checks: 'checks',
  inputs: 'inputs',
};

export interface RedactionListProps {
  rows: readonly RedactionRow[];
  onRedact: (texts: readonly string[]) => void;
  onUndo: (texts: readonly string[]) => void;
  onWholeWords: (text: string, on: boolean) => void;
}

/** Suspected private texts and redacted ones, each with its one action. */
export function RedactionList({ rows, onRedact, onUndo, onWholeWords }: RedactionListProps) {
  const headingId = useId();
  const open = rows.filter(({ isRedacted }) => !isRedacted).map(({ text }) => text);
  const undoable = rows.filter(({ isRedacted, byAnother }) => isRedacted && !byAnother);
  const canUndoAll = open.length === 0 && undoable.length > 1;
  return (
    <section aria-labelledby={headingId} className="flex flex-col gap-2">
      <div className="flex min-h-6 flex-wrap items-center justify-between gap-x-2">
        <h3 id={headingId} className="font-medium">
          Private text
        </h3>
        {/* One button for both actions, so that it keeps the focus. */}
        {(open.length > 1 || canUndoAll) && (
          <Button
            size="sm"
            variant={canUndoAll ? 'ghost' : 'secondary'}
            onClick={() => (canUndoAll ? onUndo(undoable.map(({ text }) => text)) : onRedact(open))}
          >
            {canUndoAll ? 'Undo all' : `Redact all ${open.length}`}
          </Button>
        )}
      </div>
      {rows.length === 0 && (
        <p className="text-xs text-ink-3">
          No keys, email addresses or phone numbers found. Select text in the preview to redact it.
        </p>
      )}
      {/* Above the list, which grows with every text that is typed. */}
      <TypedRedaction onRedact={onRedact} />
      <ul aria-labelledby={headingId} className="flex flex-col divide-y rounded-sm border empty:hidden">
        {rows.map((row) => (
          <Row key={row.text} row={row} onRedact={onRedact} onUndo={onUndo} onWholeWords={onWholeWords} />
        ))}
      </ul>
      {rows.some(({ isRedacted }) => isRedacted) && (
        <p className="text-xs text-ink-3">
          Other spellings and encodings of these items are redacted too. {WITHHELD_MEANS}
        </p>
      )}
    </section>
  );
}

function Row({
  row,
  onRedact,
  onUndo,
  onWholeWords,
}: Omit<RedactionListProps, 'rows'> & { row: RedactionRow }) {
  const { text, finding, isRedacted, byAnother, places, wholeWords, leftInWords = 0 } = row;
  // Mistyped, maybe: what is meant stays readable then.
  const isAbsent = isRedacted && places === 0;
  const textId = useId();
  return (
    <li className="flex items-center gap-2 py-1.5 pr-1.5 pl-2.5">
      <div className="min-w-0 flex-1">
        <p
          className={cx(
            'text-xs',
            isAbsent || (!isRedacted && finding) ? 'font-medium text-warn' : 'text-ink-3',
          )}
        >
          {finding ? KINDS[finding.kind] : 'Manual'}
          {isAbsent && ' · not found in what the link shows'}
          {isRedacted && !isAbsent && ' · redacted'}
          {isRedacted && !isAbsent && places !== undefined && ` in ${placesLabel(places)}`}
          {!isRedacted && finding && ` · ${whereLabel(finding)}`}
        </p>
        <p
          id={textId}
          title={text.length > 500 ? undefined : text}
          className={cx('truncate font-mono text-xs', isRedacted && !isAbsent && 'text-ink-3 line-through')}
        >
          {visibleInline(text.slice(0, 200)).replaceAll('␣', ' ')}
        </p>
        {wholeWords !== undefined && (
          <label className="flex min-h-6 items-center gap-1.5 text-xs">
            <input
              type="checkbox"
              className="shrink-0 accent-accent"
              checked={wholeWords}
              aria-describedby={textId}
              onChange={(event) => onWholeWords(text, event.currentTarget.checked)}
            />
            <span>
              Only whole words
              {leftInWords > 0 && (
                <span className="text-ink-3">
                  {' '}
                  · still readable inside {placesLabel(leftInWords, 'longer word')}
                </span>
              )}
            </span>
          </label>
        )}
      </div>
      {byAnother ? null : (
        <Button
          size="sm"
          variant={isRedacted ? 'ghost' : 'secondary'}
          aria-describedby={textId}
          onClick={() => (isRedacted ? onUndo([text]) : onRedact([text]))}
        >
          {isRedacted ? 'Undo' : 'Redact'}
        </Button>
      )}
    </li>
  );
}

function placesLabel(count: number, noun = 'place'): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

function whereLabel({ fields, count }: Finding): string {
  const where = fields.map((field) => FIELD_LABELS[field]).join(', ');
  return count > 1 ? `${where} (${count} times)` : where;
}

/** Takes typed text: for owners who do not select it, and for text in a setting. */
function TypedRedaction({ onRedact }: Pick<RedactionListProps, 'onRedact'>) {
  const [text, setText] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onRedact([text]);
    setText('');
  };
  return (
    <form className="flex gap-2" onSubmit={submit}>
      <TextField
        aria-label="Text to redact"
        placeholder="Text to redact"
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" aria-disabled={text.trim() === '' || undefined}>
        Redact<span className="sr-only"> this text</span>
      </Button>
    </form>
  );
}
