import { hiddenCharacters } from '@/lib/protocol/tokens/hidden-characters';

export interface HiddenInTextProps {
  text: string;
  className?: string;
}

/** Under a read-only text: lists its hidden characters. Renders nothing where there are none. */
export function HiddenInText({ text, className }: HiddenInTextProps) {
  const found = hiddenCharacters(text);
  if (found.length === 0) return null;
  const named = found.map(({ label, count }) => (count > 1 ? `${label} ×${count}` : label));
  return (
    <p className={`font-sans text-xs text-warn ${className ?? ''}`}>
      Hidden characters: {named.slice(0, 5).join(', ')}
      {named.length > 5 && ` and ${named.length - 5} more`}
    </p>
  );
}
