/** The name with the caret of a text that goes on. */
export function WordmarkText() {
  return (
    <>
      Completions
      <span aria-hidden="true" className="ml-[3px] inline-block h-[15px] w-[7px] translate-y-px bg-accent" />
    </>
  );
}

export const WORDMARK_STYLE =
  'inline-flex h-11 items-center rounded-sm text-base font-semibold tracking-[-0.01em]';

/** The way to the playground by a plain link, which loads nothing ahead of time. */
export function WordmarkLink() {
  return (
    <a href="/" className={WORDMARK_STYLE}>
      <WordmarkText />
    </a>
  );
}
