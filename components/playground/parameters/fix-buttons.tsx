'use client';

import { Button } from '@/components/ui/button';
import { rulesOfConnection } from '@/lib/connections/client/connection-rules';
import { fixesFor } from '@/lib/playground/client/parameter-fixes';
import { useSettingsEditor } from '@/lib/playground/client/settings-editor';
import type { ParameterName } from '@/lib/protocol/request/parameters';

/** One press that makes a refused value valid. */
export function FixButtons({ name }: { name: ParameterName }) {
  const editor = useSettingsEditor();
  const fixes = fixesFor(
    name,
    editor.settings(),
    editor.promptCount(),
    rulesOfConnection(editor.connectionId()),
  );
  if (fixes.length === 0) return null;
  return (
    <div className="mt-1.5 flex flex-wrap gap-1.5">
      {fixes.map((fix) => (
        <Button key={fix.label} size="sm" onClick={() => editor.change(null, fix.apply)}>
          {fix.label}
        </Button>
      ))}
    </div>
  );
}
