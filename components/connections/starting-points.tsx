import { CONNECTION_KINDS, type ConnectionKind } from '@/lib/connections/model/connections';
import { KIND_GROUPS } from './connection-draft';

/** The kinds of server that a new connection can start from. */
export function StartingPoints({
  value,
  autoFocus,
  onChange,
}: {
  value: ConnectionKind;
  /** The dialog around opens with the focus here. */
  autoFocus: boolean;
  onChange: (kind: ConnectionKind) => void;
}) {
  return (
    <fieldset>
      <legend className="mb-1 font-medium">Provider</legend>
      <div className="flex flex-col gap-2">
        {KIND_GROUPS.map(({ label, kinds }) => (
          <fieldset key={label} aria-label={label} className="flex flex-wrap items-baseline gap-1.5">
            <span aria-hidden="true" className="w-full text-xs text-ink-3">
              {label}
            </span>
            {kinds.map((kind) => (
              <label
                key={kind}
                className="cursor-pointer rounded-sm border border-line-strong/60 px-2 py-0.5 text-ink-2 select-none hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-accent pointer-coarse:py-1.5"
              >
                <input
                  type="radio"
                  name="kind"
                  value={kind}
                  checked={kind === value}
                  data-autofocus={autoFocus && kind === value ? '' : undefined}
                  onChange={() => onChange(kind)}
                  className="sr-only"
                />
                {CONNECTION_KINDS[kind].label}
              </label>
            ))}
          </fieldset>
        ))}
      </div>
    </fieldset>
  );
}
