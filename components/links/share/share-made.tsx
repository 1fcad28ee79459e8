import { ExternalLink } from 'lucide-react';
import { type RefObject, useState } from 'react';
import { Button, buttonStyle } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { CopyButton } from '@/components/ui/copy-button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Link } from '@/components/ui/link';
import { Moment } from '@/components/ui/moment';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { TextField } from '@/components/ui/text-field';
import { shareUrl } from '@/lib/links/client/shares';
import { EMBED_THEMES, type EmbedTheme } from '@/lib/links/model/embed-theme';
import type { Share } from '@/lib/links/model/shares';

export interface ShareMadeProps {
  share: Share;
  onAnother: () => void;
  onClose: () => void;
  focusAfter: RefObject<HTMLElement | null>;
}

/** The new link: its address, and the code to embed it. */
export function ShareMade({ share, onAnother, onClose, focusAfter }: ShareMadeProps) {
  const url = share.path === null ? null : shareUrl(share.path);
  const [theme, setTheme] = useState<EmbedTheme | null>(null);
  const code = url === null ? '' : embedCode(url, share.title, theme);
  return (
    <Dialog
      onClose={onClose}
      title="Link ready"
      description={
        share.expiresAt === null ? (
          'Anyone with the link can see the snapshot until you revoke it.'
        ) : (
          <>
            Anyone with the link can see the snapshot until <Moment iso={share.expiresAt} withTime /> or until
            you revoke it.
          </>
        )
      }
      className="max-w-xl!"
      focusAfter={focusAfter}
      footer={
        <>
          <Link href="/settings/links" className={buttonStyle('ghost')} onClick={onClose}>
            My links
          </Link>
          <Button variant="ghost" onClick={onAnother}>
            Create another
          </Button>
          <Button variant="ghost" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      {url === null ? (
        <Notice tone="bad">The link was created, but its address can't be shown.</Notice>
      ) : (
        <div className="flex flex-col gap-4">
          <Field label="Link">
            {(control) => (
              <div className="flex flex-wrap items-center gap-2">
                <TextField
                  {...control}
                  mono
                  readOnly
                  value={url}
                  onFocus={(event) => event.currentTarget.select()}
                  className="flex-1 basis-52 max-sm:basis-full"
                />
                <CopyButton text={url} label="Copy link" withText size="md" variant="primary" />
                <a href={url} target="_blank" rel="noreferrer" className={buttonStyle()}>
                  <ExternalLink aria-hidden="true" className="size-3.5" />
                  Open<span className="sr-only"> in a new tab</span>
                </a>
              </div>
            )}
          </Field>
          <div className="flex flex-col gap-1">
            <div className="flex items-center justify-between gap-2">
              <h3 className="font-medium">Embed</h3>
              <span className="flex items-center gap-2">
                <Select
                  size="sm"
                  aria-label="Embed theme"
                  value={theme ?? ''}
                  onChange={({ currentTarget: { value } }) =>
                    setTheme(EMBED_THEMES.find((one) => one === value) ?? null)
                  }
                >
                  <option value="">Reader's theme</option>
                  <option value="light">Light</option>
                  <option value="dark">Dark</option>
                </Select>
                <CopyButton text={code} label="Copy embed code" />
              </span>
            </div>
            <CodeBlock label="Embed code" code={code} />
          </div>
        </div>
      )}
    </Dialog>
  );
}

function embedCode(url: string, title: string | null, theme: EmbedTheme | null): string {
  const name = (title ?? 'Shared completion').replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return [
    `<iframe src="${url}/embed${theme === null ? '' : `?theme=${theme}`}"`,
    `  title="${name}"`,
    '  width="100%" height="480" loading="lazy" style="border:0"></iframe>',
  ].join('\n');
}
