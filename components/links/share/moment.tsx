const DAY = { dateStyle: 'medium' } as const;
const WITH_TIME = { dateStyle: 'medium', timeStyle: 'short' } as const;

/** A moment, as the reader's own language writes it. */
export function Moment({ iso, withTime = false }: { iso: string; withTime?: boolean }) {
  return (
    <time dateTime={iso} suppressHydrationWarning>
      {new Intl.DateTimeFormat(undefined, withTime ? WITH_TIME : DAY).format(new Date(iso))}
    </time>
  );
}
