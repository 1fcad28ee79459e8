'use client';

import { useState } from 'react';
import { CodeBlock } from '@/components/ui/code-block';
import { CopyButton } from '@/components/ui/copy-button';
import { TabPanel, Tabs } from '@/components/ui/tabs';
import { ownStorage } from '@/lib/platform/client/browser-storage';
import type { SnippetInput } from '@/lib/runs/model/snippets/snippet-input';
import { SNIPPET_LANGUAGES, type SnippetLanguage, snippet } from '@/lib/runs/model/snippets/snippets';

const LANGUAGE_KEY = 'playground.code-language';

/** A request in each language, to read and to copy. The browser remembers the language. */
export function SnippetTabs({ input }: { input: SnippetInput }) {
  const [language, setLanguage] = useState(rememberedLanguage);
  const shown = snippet(language, input);
  return (
    <Tabs
      label="Language"
      value={language}
      onValueChange={(next) => {
        setLanguage(next);
        rememberLanguage(next);
      }}
      tabs={TABS}
      aside={<CopyButton text={shown.code} label="Copy code" withText />}
    >
      <TabPanel value={language} className="pt-3">
        {shown.install && (
          <p className="mb-2 flex items-center gap-1 text-xs text-ink-2">
            <code className="rounded-sm bg-sunken px-1.5 py-0.5">{shown.install}</code>
            <CopyButton text={shown.install} label="Copy install command" />
          </p>
        )}
        <CodeBlock label={`${shown.label} code`} code={shown.code} className="max-h-[52dvh]" />
        {shown.notes.map((note) => (
          <p key={note} className="mt-2 text-xs text-ink-3">
            {note}
          </p>
        ))}
      </TabPanel>
    </Tabs>
  );
}

const LABELS: Record<SnippetLanguage, string> = { python: 'Python', typescript: 'TypeScript', curl: 'curl' };
const TABS = SNIPPET_LANGUAGES.map((value) => ({ value, label: LABELS[value] }));

function rememberedLanguage(): SnippetLanguage {
  try {
    const stored = ownStorage('local').getItem(LANGUAGE_KEY);
    return SNIPPET_LANGUAGES.find((language) => language === stored) ?? 'python';
  } catch {
    return 'python';
  }
}

function rememberLanguage(language: SnippetLanguage): void {
  try {
    ownStorage('local').setItem(LANGUAGE_KEY, language);
  } catch {
    // Storage is blocked: the next visit starts with Python again.
  }
}
