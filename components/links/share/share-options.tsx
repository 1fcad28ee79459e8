import { useId } from 'react';
import { Switch } from '@/components/ui/switch';
import type { ShareChoice } from '@/lib/links/model/shares';

type Part = { readonly name: keyof ShareChoice; readonly label: string; readonly hint: string };

const RUN_PARTS: readonly Part[] = [
  { name: 'prompt', label: 'Prompt', hint: 'Including the suffix.' },
  { name: 'outputs', label: 'Outputs', hint: 'All generated text.' },
  { name: 'parameters', label: 'Settings', hint: 'The model and the parameters sent.' },
  { name: 'probabilities', label: 'Probabilities', hint: 'For each token, with alternatives.' },
  { name: 'timings', label: 'Timings', hint: 'With token counts and a replay.' },
  { name: 'cost', label: 'Cost', hint: 'If a price is known.' },
  {
    name: 'raw',
    label: 'Raw response',
    hint: 'All other response fields, as the server sent them. Costs are left out unless Cost is on.',
  },
];

const DOCUMENT_PARTS: readonly Part[] = [
  {
    name: 'branches',
    label: 'All branches',
    hint: 'Except hidden ones. When off, only the current text.',
  },
  { name: 'authors', label: 'Who wrote what', hint: "The model's text is tinted." },
  { name: 'parameters', label: 'Settings', hint: 'The models and the parameters sent.' },
  { name: 'probabilities', label: 'Probabilities', hint: 'For each token, with alternatives.' },
];

export interface ShareOptionsProps {
  include: ShareChoice;
  onChange: (include: ShareChoice) => void;
  /** Whether the server gave probabilities; null while that is unknown. */
  hasProbabilities: boolean | null;
  /** A shared sweep is read as a whole and has no replay. */
  hasReplay: boolean;
  noun: 'run' | 'comparison' | 'document';
}

/** Selects the parts that a link shows. */
export function ShareOptions({ include, onChange, hasProbabilities, hasReplay, noun }: ShareOptionsProps) {
  const isDocument = noun === 'document';
  const required = isDocument ? 'Requires “Who wrote what”.' : 'Requires outputs.';
  const hintOf = (name: keyof ShareChoice, hint: string) => {
    if (name === 'probabilities' && hasProbabilities === false) return `This ${noun} has none.`;
    if (name === 'probabilities' && !hasText(include)) return required;
    if (name === 'raw' && !canShowRaw(include)) return 'Requires prompt, outputs and settings.';
    return name === 'timings' && !hasReplay ? 'With token counts.' : hint;
  };
  return (
    <fieldset>
      <legend className="mb-1 font-medium">What the link shows</legend>
      {(isDocument ? DOCUMENT_PARTS : RUN_PARTS).map(({ name, label, hint }, at) => {
        const none = name === 'probabilities' && hasProbabilities === false;
        const without =
          (name === 'probabilities' && !hasText(include)) || (name === 'raw' && !canShowRaw(include));
        return (
          <Option
            key={name}
            isFirst={at === 0}
            label={label}
            hint={hintOf(name, hint)}
            checked={include[name] === true && !none && !without}
            disabled={none || without}
            onChange={(checked) => onChange({ ...include, [name]: checked })}
          />
        );
      })}
    </fieldset>
  );
}

/** Whether there is the text whose tokens could be shown. */
function hasText({ outputs, authors = true }: ShareChoice): boolean {
  return outputs && authors;
}

/** It may repeat all three. */
function canShowRaw({ prompt, outputs, parameters }: ShareChoice): boolean {
  return prompt && outputs && parameters;
}

interface OptionProps {
  /** The dialog opens with the focus on it: in a field, a second Enter would create the link. */
  isFirst: boolean;
  label: string;
  hint: string;
  checked: boolean;
  disabled: boolean;
  onChange: (checked: boolean) => void;
}

function Option({ isFirst, label, hint, checked, disabled, onChange }: OptionProps) {
  const id = useId();
  return (
    <div className="flex items-center justify-between gap-3 py-0.5">
      <label htmlFor={id} className="min-w-0 flex-1">
        <span className="block">{label}</span>
        <span id={`${id}-hint`} className="block text-xs text-ink-3">
          {hint}
        </span>
      </label>
      <Switch
        id={id}
        data-autofocus={isFirst || undefined}
        aria-describedby={`${id}-hint`}
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
      />
    </div>
  );
}
