import { endInWords } from '@/lib/client/runs/status-words';
import { outputNumber, type SharedPlaceOf } from '@/lib/completions/share/shared-places';
import { sharedSections, sharedSuffix } from '@/lib/completions/share/shared-words';
import { ReadText } from '../read-text';

/**
 * What one column was given by itself, and what it wrote. The empty places are filled with what differs from the
 * reference, by whoever asks for it.
 */
export function ColumnTexts({
  place: { at, name, run, isRun },
  ownPrompt,
}: {
  place: SharedPlaceOf;
  ownPrompt: boolean;
}) {
  const sections = sharedSections(run);
  const suffix = sharedSuffix(run);
  const end = isRun ? endInWords(run.status) : null;
  const id = `column-${at}`;
  return (
    <td className="sc-text" data-column={at}>
      <section aria-label={`Texts of ${name}`} className="flex flex-col gap-4">
        <div data-divergence={at} className="needs-script empty:hidden" />
        {sections.map(({ prompt, promptLabel, outputs }) => (
          <div key={promptLabel} className="flex flex-col gap-4">
            {ownPrompt && prompt !== null && (
              <ReadText
                id={`${id}-${promptLabel}`}
                label={`${promptLabel} of ${name}`}
                text={prompt}
                kind="prompt"
              />
            )}
            {outputs.map(({ index, label, text, finishReason, tokens }) => (
              <ReadText
                key={index}
                id={`${id}-output-${index}`}
                label={
                  outputs.length > 1 || sections.length > 1 ? `${label} of ${name}` : `Output of ${name}`
                }
                text={text}
                kind="output"
                output={outputNumber(at, index)}
                finishReason={finishReason}
                walkable={tokens !== undefined && tokens.length > 0}
              />
            ))}
          </div>
        ))}
        <div data-changes={at} className="needs-script empty:hidden" />
        {suffix !== null && (
          <ReadText id={`${id}-suffix`} label={`Text after the gap of ${name}`} text={suffix} kind="prompt" />
        )}
        {end && <p className="text-ink-3">{end}</p>}
        {!isRun && <p className="text-ink-3">This column was not run.</p>}
        {isRun && run.outputs === undefined && (
          <p className="text-ink-3">What the model wrote is not part of this link.</p>
        )}
      </section>
    </td>
  );
}
