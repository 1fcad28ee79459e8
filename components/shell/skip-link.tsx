/** The first stop of the Tab key. */
export function SkipLink() {
  return (
    <a
      href="#main"
      className="floating fixed top-1 left-1 z-60 -translate-y-20 px-3 py-1.5 focus-visible:translate-y-0 print:hidden"
    >
      Skip to content
    </a>
  );
}
