import { Notice } from '@/components/ui/notice';
import type { OtherRequest } from '@/lib/playground/model/import/other-request';

export interface OtherRequestNoticeProps {
  other: OtherRequest;
  usesText: boolean;
  onUsesText: (on: boolean) => void;
}

/** Says that pasted code is for another endpoint, and offers its text as the prompt. */
export function OtherRequestNotice({ other, usesText, onUsesText }: OtherRequestNoticeProps) {
  const { message, source, prompt, leavesOut } = other;
  return (
    <Notice tone="warn">
      {message}
      {prompt === null ? (
        ` Its ${source} can't be read from this code.`
      ) : (
        <label className="mt-1 flex min-h-6 items-center gap-1.5">
          <input
            type="checkbox"
            className="shrink-0 accent-accent"
            checked={usesText}
            onChange={(event) => onUsesText(event.currentTarget.checked)}
          />
          Use the {source} as the prompt
        </label>
      )}
      {prompt !== null && leavesOut && ' Only the text is used: images, files and tool calls are left out.'}
    </Notice>
  );
}
