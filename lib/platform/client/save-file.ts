/** Gives a file to the browser, which saves it according to the person's settings. */
export function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // By then the browser has read the file; without this it would keep the memory for as long as the page is
  // open.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** A name for files: `My sweep: heat` → `my-sweep-heat`. */
export function fileSlug(text: string, otherwise: string): string {
  const slug = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
  return slug || otherwise;
}
