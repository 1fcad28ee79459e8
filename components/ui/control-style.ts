/** The style of every text field. 16 px under a coarse pointer: iOS zooms the page into smaller fields. */
export const CONTROL_STYLE =
  'w-full min-w-0 rounded-sm border border-line-strong bg-sunken text-sm text-ink transition-colors ' +
  'hover:border-ink-3 focus-visible:border-accent focus-visible:outline-offset-0 ' +
  'aria-invalid:border-bad aria-invalid:focus-visible:outline-bad ' +
  'disabled:cursor-not-allowed disabled:border-line disabled:text-ink-3 pointer-coarse:text-[16px]';
