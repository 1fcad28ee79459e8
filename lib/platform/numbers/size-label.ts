/**
 * `340 bytes`, `12 KB`, `1.2 MB`, `250 MB`, in powers of ten: as quotas count, and most systems show files. Limits of what is
 * sent are powers of two, so that what any system calls 8 MB is within a limit of 8 MB.
 */
export function sizeLabel(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  const kilobytes = Math.round(bytes / 1_000);
  if (kilobytes < 1_000) return `${kilobytes} KB`;
  const digits = bytes < 100_000_000 ? 1 : 0;
  return `${(bytes / 1_000_000).toLocaleString('en', { maximumFractionDigits: digits })} MB`;
}
