const DAY = { dateStyle: 'medium' } as const;
const WITH_TIME = { dateStyle: 'medium', timeStyle: 'short' } as const;

/** A date, formatted in the reader's language. */
export function Moment({ iso, withTime = false }: { iso: string; withTime?: boolean }) {
  return (
    <time dateTime={iso} suppressHydrationWarning>
      {new Intl.DateTimeFormat(undefined, withTime ? WITH_TIME : DAY).format(new Date(iso))}
    </time>
  );
}
