const ROWS = ['w-4/5', 'w-3/5', 'w-11/12', 'w-2/3', 'w-3/4'];

/** Has the shape of the first page while that loads, so that nothing jumps. */
export function HistorySkeleton() {
  return (
    <div role="status" aria-label="Loading history" className="animate-late px-4 py-3">
      {ROWS.map((width) => (
        <div key={width} className="mb-4">
          <div className={`h-3 rounded-sm bg-hover ${width}`} />
          <div className="mt-2 h-2.5 w-1/2 rounded-sm bg-hover" />
        </div>
      ))}
    </div>
  );
}
