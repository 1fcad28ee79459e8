'use client';

import { FlaskConical, PenLine, Percent } from 'lucide-react';
import { useStore } from 'zustand';
import { COLOURS, coloursOf } from '@/components/runs/token-colours-select';
import { MenuChoice, MenuItem, MenuLabel, MenuSeparator } from '@/components/ui/menu';
import { toast } from '@/components/ui/toast';
import { chooseFillIn, useChosenFillIn } from '@/lib/documents/client/fill-in-choice';
import { chooseSuggesting, useIsSuggesting } from '@/lib/documents/client/suggest-choice';
import { suggestionTokens } from '@/lib/documents/client/suggestion-request';
import { PHONE, useMedia } from '@/lib/platform/client/use-media';
import { isSent } from '@/lib/playground/client/draft-settings';
import { getDraft, useDraft } from '@/lib/playground/client/draft-store';
import { setTokenColours, useTokenColours } from '@/lib/runs/client/token-colours';
import { closeWhatIf, openWhatIf, whatIfOf } from '@/lib/runs/client/what-if';
import { askForProbabilities } from './ask-for-probabilities';
import { useDocument, useEditorState } from './document-context';
import { AFTER_CURSOR_LABEL, fillInOptions } from './fill-in-options';
import { settingsAtCursor, useKnownTokens } from './known-tokens';

/** In the menu of a phone: what stands over and under the text elsewhere. */
export function PhoneItems() {
  const isPhone = useMedia(PHONE, false);
  return isPhone ? (
    <>
      <SuggestItem />
      <TokenItems />
      <AfterCursorItems />
      <MenuSeparator />
    </>
  ) : null;
}

function SuggestItem() {
  const isOn = useIsSuggesting();
  return (
    <MenuItem
      icon={<PenLine aria-hidden="true" />}
      onSelect={() => {
        chooseSuggesting(!isOn);
        if (isOn) return;
        toast(
          `Suggestions are on. Each pause in typing sends one request for up to ${suggestionTokens(getDraft().settings)} output tokens.`,
          { id: 'suggest', action: { label: 'Turn off', onClick: () => chooseSuggesting(false) } },
        );
      }}
    >
      {isOn ? 'Suggest off' : 'Suggest on'}
    </MenuItem>
  );
}

function TokenItems() {
  const controller = useDocument();
  const known = useKnownTokens();
  const asked = useDraft(({ settings }) => isSent(settings, 'logprobs'));
  const colours = useTokenColours();
  const whatIf = whatIfOf(controller.document);
  const isTrying = useStore(whatIf, ({ own }) => own !== null);
  if (known === 'loading') return null;
  if (known === 'nothing') {
    return (
      <MenuItem icon={<Percent aria-hidden="true" />} onSelect={() => askForProbabilities(!asked)}>
        {asked ? 'Alternatives off' : 'Alternatives on'}
      </MenuItem>
    );
  }
  return (
    <>
      {known === 'alternatives' && (
        <MenuItem
          icon={<FlaskConical aria-hidden="true" />}
          onSelect={() => (isTrying ? closeWhatIf(whatIf) : openWhatIf(whatIf, settingsAtCursor(controller)))}
        >
          {isTrying ? 'Close What if' : 'What if'}
        </MenuItem>
      )}
      <MenuSeparator />
      <MenuLabel>Token colors</MenuLabel>
      <MenuChoice
        label="Token colors"
        value={colours}
        options={COLOURS}
        onValueChange={(value) => setTokenColours(coloursOf(value))}
      />
    </>
  );
}

function AfterCursorItems() {
  const hasAfter = useEditorState((state) => state.hasAfter);
  const connectionId = useDraft((draft) => draft.connectionId);
  const model = useDraft((draft) => draft.model);
  const { kind, template } = useChosenFillIn(connectionId, model);
  if (!hasAfter) return null;
  return (
    <>
      <MenuSeparator />
      <MenuLabel>{AFTER_CURSOR_LABEL}</MenuLabel>
      <MenuChoice
        label={AFTER_CURSOR_LABEL}
        value={kind}
        options={fillInOptions(template !== null)}
        onValueChange={(value) => chooseFillIn(connectionId, model, value)}
      />
    </>
  );
}
