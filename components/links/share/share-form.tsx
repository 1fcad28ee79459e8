import { type RefObject, useEffect, useId, useMemo, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { TextField } from '@/components/ui/text-field';
import { useViewer } from '@/lib/accounts/client/viewer';
import { expiresAt } from '@/lib/links/client/expiry';
import {
  newShare,
  ordinaryWords,
  redactionRows,
  type ShareDraft,
  titleOf,
  withRedactions,
} from '@/lib/links/client/share-draft';
import { useSharePreview } from '@/lib/links/client/share-preview';
import { type ShareSubject, subjectNoun } from '@/lib/links/client/share-subject';
import { useCreateShare } from '@/lib/links/client/shares';
import type { Shared } from '@/lib/links/model/shared';
import { eachRunOfShared } from '@/lib/links/model/shared-cell-runs';
import { newShareSchema, type Share, type ShareChoice } from '@/lib/links/model/shares';
import { ApiError } from '@/lib/platform/client/http/api-error';
import { useFormErrors } from '@/lib/platform/client/http/use-form-errors';
import { ExpiryField } from './expiry-field';
import { OpenLinks } from './open-links';
import { PreviewPane } from './preview-pane';
import { RedactionList } from './redaction-list';
import { ShareOptions } from './share-options';

export interface ShareFormProps {
  subject: ShareSubject;
  /** The title that the link has unless its owner changes it. */
  firstTitle: string;
  onMade: (share: Share) => void;
  onClose: () => void;
  focusAfter: RefObject<HTMLElement | null>;
}

/** The options of a link, beside a preview of exactly what it shows. */
export function ShareForm({ subject, firstTitle, onMade, onClose, focusAfter }: ShareFormProps) {
  const formId = useId();
  const noun = subjectNoun(subject);
  const { viewer } = useViewer();
  const [draft, setDraft] = useState<ShareDraft>(() =>
    newShare(viewer === null ? 30 : viewer.linkDays, noun, firstTitle),
  );
  const [status, setStatus] = useState('');
  const [expiryError, setExpiryError] = useState<string>();
  const change = (part: Partial<ShareDraft>) => setDraft((before) => ({ ...before, ...part }));
  const create = useCreateShare();
  const errors = useFormErrors(['title', 'expiresAt'], create.error);

  const { include, redactions, wholeWords } = draft;
  const title = titleOf(draft);
  const request = useMemo(
    () => ({ ...subject, title, include, redactions: [...redactions], wholeWords: [...wholeWords] }),
    [subject, title, include, redactions, wholeWords],
  );
  const { preview, isCurrent, error, retry } = useSharePreview(request);
  const rows = useMemo(
    () => redactionRows(preview ?? { findings: [], places: [], shared: null }, { redactions, wholeWords }),
    [preview, redactions, wholeWords],
  );
  const unredacted = rows.filter(({ isRedacted }) => !isRedacted).length;

  const [hasProbabilities, setHasProbabilities] = useState<boolean | null>(null);
  if (hasProbabilities === null && preview && mayShowProbabilities(include)) {
    setHasProbabilities(hasTokens(preview.shared));
  }
  const isTooMuch = error instanceof ApiError && error.param === 'include';
  const shorten = (['branches', 'probabilities'] as const).find((part) => include[part]);

  const redact = (texts: readonly string[], asWords: readonly string[] = []) => {
    const result = withRedactions(redactions, texts);
    if (!result.ok) return setStatus(result.message);
    const { added } = result;
    change({
      redactions: result.redactions,
      wholeWords: [...wholeWords, ...asWords.filter((text) => added.includes(text))],
    });
    setStatus(result.added.length === 1 ? 'Redacted.' : `${result.added.length} items redacted.`);
  };
  const undo = (texts: readonly string[]) => {
    const isLeft = (text: string) => !texts.includes(text);
    change({ redactions: redactions.filter(isLeft), wholeWords: wholeWords.filter(isLeft) });
    setStatus('Redaction removed.');
  };

  const privateText = useRef<HTMLDivElement>(null);
  const review = () => {
    privateText.current?.scrollIntoView();
    privateText.current?.querySelector('button')?.focus({ preventScroll: true });
  };
  const { formRef } = errors;
  useEffect(() => {
    if (expiryError) formRef.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [expiryError, formRef]);

  const submit = () => {
    if (create.isPending || !isCurrent || !preview) return;
    const expiry = expiresAt(draft.expiry, new Date());
    setExpiryError(expiry.ok ? undefined : expiry.message);
    if (!expiry.ok) return;
    const body = errors.check(newShareSchema, {
      ...request,
      expiresAt: expiry.expiresAt,
      // The link shows exactly this preview, or is refused.
      digest: preview.digest,
    });
    if (!body) return;
    create.mutate(body, {
      onSuccess: onMade,
      onError: (failure) => {
        if (failure instanceof ApiError && failure.param === 'digest') void retry();
      },
    });
  };

  return (
    <Dialog
      onClose={onClose}
      title={`Share this ${noun}`}
      description={`Anyone with the link can see a snapshot of this ${noun}.`}
      className="max-w-7xl! wide:h-[calc(100dvh-max(16px,16dvh))]"
      bodyClassName="wide:grid wide:grid-cols-[296px_minmax(0,1fr)] wide:overflow-hidden border-t"
      focusAfter={focusAfter}
      footer={
        <>
          {unredacted > 0 && (
            <div className="mr-auto flex min-w-0 basis-40 grow flex-wrap items-center gap-x-3 gap-y-1 text-xs text-warn">
              <p>
                {unredacted === 1
                  ? '1 item looks private and is not redacted.'
                  : `${unredacted} items look private and are not redacted.`}
              </p>
              <Button size="sm" onClick={review}>
                Review
              </Button>
            </div>
          )}
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            loading={create.isPending}
            aria-disabled={!isCurrent || undefined}
          >
            Create link
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5 p-4 wide:min-h-0 wide:overflow-y-auto wide:border-r">
        <OpenLinks subject={subject} />
        {/* Above the lists, whose lengths would push it out of sight. */}
        <form
          id={formId}
          ref={formRef}
          noValidate
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <Field label="Title" error={errors.at('title')}>
            {(control) => (
              <TextField
                {...control}
                autoComplete="off"
                maxLength={200}
                placeholder="Optional"
                value={draft.title}
                onChange={(event) => change({ title: event.currentTarget.value })}
              />
            )}
          </Field>
          <ExpiryField
            value={draft.expiry}
            onChange={(expiry) => {
              setExpiryError(undefined);
              change({ expiry });
            }}
            error={expiryError ?? errors.at('expiresAt')}
          />
        </form>
        <div ref={privateText}>
          <RedactionList
            rows={rows}
            onRedact={redact}
            onUndo={undo}
            onWholeWords={(text, on) =>
              change({ wholeWords: [...wholeWords.filter((one) => one !== text), ...(on ? [text] : [])] })
            }
          />
        </div>
        <ShareOptions
          include={include}
          onChange={(next) => change({ include: next })}
          hasProbabilities={hasProbabilities}
          hasReplay={!preview || !isSweep(preview.shared)}
          noun={noun}
        />
        {errors.general && (
          <Notice tone="bad" role="alert">
            {errors.general}
          </Notice>
        )}
        <p role="status" className="sr-only">
          {status}
        </p>
      </div>
      <PreviewPane
        shared={error ? null : (preview?.shared ?? null)}
        error={error}
        onRetry={() => void retry()}
        onRedact={(selected) =>
          redact(
            selected.map(({ text }) => text),
            ordinaryWords(selected),
          )
        }
        {...(isTooMuch && shorten !== undefined
          ? {
              shorten: {
                label: `Leave out ${shorten}`,
                onPress: () => change({ include: { ...include, [shorten]: false } }),
              },
            }
          : {})}
      />
    </Dialog>
  );
}

function isSweep(shared: Shared): boolean {
  return shared.kind === 'comparison' && shared.compared.kind === 'sweep';
}

function mayShowProbabilities({ probabilities, outputs, authors = true }: ShareChoice): boolean {
  return probabilities && outputs && authors;
}

function hasTokens(shared: Shared): boolean {
  if (shared.kind === 'document')
    return shared.branches.some(({ pieces }) => pieces.some(({ tokens }) => tokens !== undefined));
  for (const { run } of eachRunOfShared(shared)) {
    if (run.outputs?.some(({ tokens }) => tokens !== undefined)) return true;
  }
  return false;
}
