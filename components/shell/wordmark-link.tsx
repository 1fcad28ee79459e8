/** A plain link to the playground for pages outside of the app's frame: it prefetches nothing. */
export function WordmarkLink() {
  return (
    <a
      href="/"
      className="inline-flex h-11 items-center rounded-sm text-base font-semibold tracking-[-0.01em]"
    >
      Completions
      <span aria-hidden="true" className="ml-[3px] inline-block h-[15px] w-[7px] translate-y-px bg-accent" />
    </a>
  );
}
