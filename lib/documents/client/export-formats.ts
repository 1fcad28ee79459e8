import type { DocumentText } from '@/lib/documents/model/document-text';
import { type DocumentFormat, exportDocument } from '@/lib/documents/model/export-document';
import { fileSlug, saveFile } from '@/lib/platform/client/save-file';

export const EXPORT_FORMATS: readonly (DocumentFormat & { readonly label: string })[] = [
  { label: 'Text', kind: 'text', marked: false },
  { label: 'Text, with who wrote what', kind: 'text', marked: true },
  { label: 'Markdown', kind: 'markdown', marked: false },
  { label: 'Markdown, with who wrote what', kind: 'markdown', marked: true },
];
const ENDINGS = { text: 'txt', markdown: 'md' } as const;

/** Hands the text to the browser as a file that is named after its title or first words. */
export function saveText(text: DocumentText, title: string | null, format: DocumentFormat): void {
  const name = fileSlug(title ?? text.text.slice(0, 60), 'document');
  saveFile(`${name}.${ENDINGS[format.kind]}`, new Blob([exportDocument(text, title, format)]));
}
