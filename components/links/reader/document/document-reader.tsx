'use client';

import { Download, SquarePen } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useRef } from 'react';
import { Button, buttonStyle } from '@/components/ui/button';
import { LazyMenu } from '@/components/ui/lazy-menu';
import { StillContext } from '../still';
import { TokenTools } from '../tokens/token-tools';
import { useTokensWhenLookedAt } from '../tokens/use-tokens-when-looked-at';

const DocumentTokens = lazy(async () => ({ default: (await import('./document-tokens')).DocumentTokens }));
const loadDownload = async () => (await import('./download-menu')).DownloadMenu;

export interface DocumentReaderProps {
  /** Null: the page is shown to its owner before there is a link; nothing on it can be pressed. */
  slug: string | null;
  /** The branch that is shown. */
  branch: number;
  hasTokens: boolean;
  hasAlternatives: boolean;
  /** Whether it says who wrote what. */
  hasAuthors: boolean;
  /** The text, fully drawn by the server. */
  children: ReactNode;
}

/** A shared document's text, below the reader's tools. It can be read without them; each is loaded when it is used. */
export function DocumentReader(props: DocumentReaderProps) {
  const { slug, branch, hasTokens, hasAlternatives, hasAuthors, children } = props;
  const texts = useRef<HTMLDivElement>(null);
  const layer = useTokensWhenLookedAt(texts, hasTokens && slug !== null);
  const still = slug === null;
  return (
    <StillContext value={still}>
      <div className="flex min-w-0 flex-col gap-5">
        <div inert={still} className={`flex flex-col gap-5 ${still ? 'opacity-55' : ''}`}>
          <div className="flex flex-wrap items-center gap-2 print:hidden">
            <a
              href={`/?from=${encodeURIComponent(slug ?? '')}&branch=${branch}`}
              className={buttonStyle('primary')}
            >
              <SquarePen aria-hidden="true" className="size-3.5" />
              Open in my playground
            </a>
            <div className="needs-script contents">
              <LazyMenu
                load={loadDownload}
                menuProps={{ slug: slug ?? '', branch, hasAuthors }}
                button={(trigger) => (
                  <Button {...trigger}>
                    <Download aria-hidden="true" className="size-3.5" />
                    Download
                  </Button>
                )}
              />
            </div>
          </div>
          {hasTokens && <TokenTools alternatives={hasAlternatives} />}
        </div>
        <div ref={texts} className="flex min-w-0 flex-col gap-5">
          {children}
        </div>
        <Suspense fallback={null}>
          {layer && slug !== null && (
            <DocumentTokens slug={slug} branch={branch} tapped={layer.tapped} onFail={layer.onFail} />
          )}
        </Suspense>
      </div>
    </StillContext>
  );
}
