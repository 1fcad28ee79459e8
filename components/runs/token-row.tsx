import { formatChance } from './token-labels';

/** One alternative, with its probability as a bar behind it. */
export function TokenRow({
  text,
  chance,
  chosen,
  faint = false,
  label = formatChance(chance),
}: {
  text: string;
  chance: number;
  chosen: boolean;
  faint?: boolean;
  /** Stands for the chance. */
  label?: string;
}) {
  return (
    <span className="relative flex h-6 items-center gap-2 px-1">
      <span
        className={`bar-behind absolute inset-y-[3px] left-0 rounded-[2px] ${chosen ? 'bg-accent-soft' : 'bg-line-strong/22'}`}
        style={{ width: `${chance * 100}%` }}
      />
      <span className={`relative w-2 shrink-0 text-accent ${chosen ? '' : 'invisible'}`}>▸</span>
      <span
        className={`relative min-w-0 flex-1 truncate ${faint ? 'text-ink-3 italic' : 'font-mono'} ${chosen ? 'font-medium' : ''}`}
      >
        {text}
      </span>
      <span className="relative shrink-0 text-ink-2">{label}</span>
    </span>
  );
}
