import { type Extension, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view';
import type { ShownSuggestion } from '@/lib/documents/client/suggestions';

/** Shows a suggestion at the cursor; null: none. */
export const setGhost = StateEffect.define<ShownSuggestion | null>();

/** Grey text that is not in the document: it cannot be selected, copied, searched or read as text. */
class GhostWidget extends WidgetType {
  readonly suggestion: ShownSuggestion;

  constructor(suggestion: ShownSuggestion) {
    super();
    this.suggestion = suggestion;
  }

  override eq({ suggestion }: GhostWidget): boolean {
    const { text, count, position, total } = this.suggestion;
    return (
      suggestion.text === text &&
      suggestion.count === count &&
      suggestion.position === position &&
      suggestion.total === total
    );
  }

  toDOM(): HTMLElement {
    const { text, count, position, total } = this.suggestion;
    const ghost = document.createElement('span');
    ghost.className = 'cm-ghost';
    ghost.ariaHidden = 'true';
    ghost.append(text);
    const facts = [count > 1 && `×${count}`, total > 1 && `${position}/${total}`].filter(Boolean);
    if (facts.length > 0) {
      const badge = document.createElement('span');
      badge.className = 'cm-ghost-facts';
      badge.textContent = facts.join(' ');
      ghost.append(badge);
    }
    return ghost;
  }

  /** A press on it puts the cursor beside it, as on any text. */
  override ignoreEvent(): boolean {
    return false;
  }
}

const ghostField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    let next = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setGhost)) continue;
      const { value } = effect;
      const isThere = value !== null && value.at <= transaction.newDoc.length;
      next = isThere
        ? Decoration.set([Decoration.widget({ widget: new GhostWidget(value), side: 1 }).range(value.at)])
        : Decoration.none;
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

export const ghostText: Extension = ghostField;
