import { Decoration, WidgetType } from '@codemirror/view';

class EmptyWidget extends WidgetType {
  readonly name: string;
  constructor(name: string) {
    super();
    this.name = name;
  }
  toDOM() {
    const mark = document.createElement('span');
    mark.className = this.name;
    mark.ariaHidden = 'true';
    return mark;
  }
  override eq(other: EmptyWidget) {
    return other.name === this.name;
  }
}

/** A place in the text that is drawn by its class alone, before what stands there. */
export function emptyWidget(className: string): Decoration {
  return Decoration.widget({ widget: new EmptyWidget(className), side: -1 });
}
