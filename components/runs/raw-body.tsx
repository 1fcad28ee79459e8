import { CopyButton } from '@/components/ui/copy-button';

/** The original body, collapsed and as plain text: an upstream's HTML page must not become part of ours. */
export function RawBody({ body, status }: { body: string; status: number | null }) {
  return (
    <details className="mt-3 text-xs">
      <summary className="w-fit cursor-pointer rounded-sm text-ink-2 hover:text-ink">
        Raw response{status === null ? '' : ` (${status})`}
      </summary>
      <div className="relative mt-2 rounded-md border border-line bg-sunken">
        <CopyButton text={body} label="Copy raw response" className="absolute top-1 right-1" />
        <pre className="max-h-64 overflow-auto p-3 pr-10 font-mono text-xs leading-5 wrap-anywhere whitespace-pre-wrap">
          {body}
        </pre>
      </div>
    </details>
  );
}
