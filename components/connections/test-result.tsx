import { useEffect, useRef } from 'react';
import { Notice } from '@/components/ui/notice';
import type { ConnectionTest } from '@/lib/connections/model/connections';

/** Names shown beside the result; a press shows the others. */
const SHOWN_AT_ONCE = 8;

/** The field that a failed test points at; null: none, or it did not fail. */
export function faultOf({ ok, status }: ConnectionTest): 'address' | 'key' | null {
  if (ok) return null;
  if (status === 401 || status === 403) return 'key';
  return status === null || status === 404 ? 'address' : null;
}

/** The models that a test found, or exactly what failed. */
export function TestResult({ result }: { result: ConnectionTest }) {
  const box = useRef<HTMLDivElement>(null);
  // In a low window it would be below the end of the form, or above its visible part.
  useEffect(() => {
    box.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div ref={box} className="scroll-mt-28 scroll-mb-4">
      <Notice tone={result.ok ? 'good' : 'bad'} role="status">
        <p className="whitespace-pre-wrap">{result.message}</p>
        <p className="text-xs text-ink-2">
          {/* A failure's sentence may have the number already. */}
          {result.status !== null &&
            (result.ok || !new RegExp(`\\b${result.status}\\b`).test(result.message)) && (
              <>HTTP {result.status}, </>
            )}
          {Math.round(result.durationMs).toLocaleString('en')} ms
        </p>
        {result.models.length > 0 && (
          <details open={result.models.length <= SHOWN_AT_ONCE} className="mt-1 text-xs">
            <summary className="w-fit cursor-pointer rounded-sm py-1">
              {result.models.length === 1 ? '1 model' : `${result.models.length} models`}
            </summary>
            <ul className="font-mono text-ink-2">
              {result.models.map((model) => (
                <li key={model.id} className="break-all">
                  {model.id}
                </li>
              ))}
            </ul>
          </details>
        )}
      </Notice>
    </div>
  );
}
