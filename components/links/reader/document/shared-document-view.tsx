import './document.css';
import { cx } from '@/components/ui/cx';
import type { SharedDocument } from '@/lib/links/model/shared-document';
import { branchToShow, lengthOf, piecesOfBranch, textOf } from '@/lib/links/model/shared-document-text';
import { branchesLabel, sharedModels } from '@/lib/links/model/shared-labels';
import { ReadText } from '../read-text';
import { SharedFrame } from '../shared-frame';
import { SharedHeader } from '../shared-header';
import { BranchMap } from './branch-map';
import { DocumentReader } from './document-reader';
import { DocumentSettings } from './document-settings';
import { DocumentText } from './document-text';

export interface SharedDocumentViewProps {
  slug: string | null;
  shared: SharedDocument;
  /** The branch that a reader chose; null: the one that its owner was in. */
  branch: string | null;
  onBranch: ((branch: string) => void) | undefined;
}

/** A shared document: one text with who wrote what, and its branches. Complete as the server sends it. */
export function SharedDocumentView({ slug, shared, branch, onBranch }: SharedDocumentViewProps) {
  const here = branchToShow(shared, branch);
  const pieces = piecesOfBranch(shared, here);
  const hasBranches = shared.branches.length > 1;
  const hasModelText = pieces.some(({ by }) => by !== undefined);
  const tokens = pieces.flatMap((piece) => piece.tokens ?? []);
  const { start = 0, parent = null } = shared.branches[here] ?? {};
  const from = hasBranches ? Math.min(start, Math.max(0, lengthOf(pieces) - 1)) : null;
  return (
    <SharedFrame slug={slug} className="shared-document max-w-[1120px]">
      <SharedHeader
        shared={shared}
        facts={
          <>
            {sharedModels(shared).map((model) => (
              <span key={model} data-shared-text="" className="font-mono wrap-anywhere">
                {model}
              </span>
            ))}
            {hasBranches && <span>{branchesLabel(shared)}</span>}
          </>
        }
      />
      <div className={cx('shared-columns', hasBranches && 'shared-with-branches')}>
        {hasBranches && <BranchMap shared={shared} here={here} onBranch={onBranch} />}
        <div className="shared-main min-w-0">
          <DocumentReader
            // Another branch's text is another text: what was loaded for the one before is not its own.
            key={here}
            slug={slug}
            branch={here}
            hasTokens={tokens.length > 0}
            hasAlternatives={tokens.some(({ text, top }) => top.some((other) => other.text !== text))}
            hasAuthors={shared.authors}
          >
            {hasModelText && (
              <p className="-mb-2 text-xs text-ink-2">
                <span className="model-legend rounded-[2px] px-1">Written by a model</span> · Written by a
                person
              </p>
            )}
            <ReadText
              id="text"
              label="Text"
              text={textOf(pieces)}
              marked={<DocumentText pieces={pieces} from={from} />}
              kind="output"
              output={0}
              silence={parent === null ? 'Empty.' : 'This branch removes all text.'}
              walkable={tokens.length > 0}
            />
          </DocumentReader>
        </div>
        <DocumentSettings slug={slug} shared={shared} />
      </div>
    </SharedFrame>
  );
}
