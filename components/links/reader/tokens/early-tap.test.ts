import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createEarlyTap } from './early-tap';

/** An output `top` pixels below the window's edge, whose text is 20 pixels below its own. */
class Output {
  top = 100;
  readonly pressed: { x: number; y: number }[] = [];
  readonly section = { getBoundingClientRect: () => ({ left: 10, top: this.top }) } as Element;
  readonly text = {
    contains: (there: unknown) => there === this.text,
    dispatchEvent: ({ clientX, clientY }: MouseEvent) => this.pressed.push({ x: clientX, y: clientY }),
  } as unknown as Element;
}

let output: Output;
beforeEach(() => {
  output = new Output();
  vi.stubGlobal('document', {
    elementFromPoint: (_x: number, y: number) => (y >= output.top + 20 && y < 800 ? output.text : null),
  });
  vi.stubGlobal(
    'MouseEvent',
    class {
      readonly clientX: number;
      readonly clientY: number;
      constructor(_type: string, { clientX, clientY }: { clientX: number; clientY: number }) {
        this.clientX = clientX;
        this.clientY = clientY;
      }
    },
  );
});
afterEach(() => vi.unstubAllGlobals());

it('is answered where the text is by then', () => {
  const tap = createEarlyTap();
  tap.note(output.section, { clientX: 50, clientY: 130 });
  // What came above it has moved it down.
  output.top = 148;
  tap.answer(output.section, output.text);
  expect(output.pressed).toEqual([{ x: 50, y: 178 }]);
  // Once.
  tap.answer(output.section, output.text);
  expect(output.pressed).toHaveLength(1);
});

it('is the last one, and that of its own text', () => {
  const tap = createEarlyTap();
  tap.note(output.section, { clientX: 50, clientY: 130 });
  tap.note(output.section, { clientX: 60, clientY: 140 });
  const other = new Output();
  tap.answer(other.section, other.text);
  expect(other.pressed).toEqual([]);
  tap.answer(output.section, output.text);
  expect(output.pressed).toEqual([{ x: 60, y: 140 }]);
});

it('is nothing beside the text, out of the window, or once the tokens listen themselves', () => {
  for (const clientY of [110, 900]) {
    const tap = createEarlyTap();
    tap.note(output.section, { clientX: 50, clientY });
    tap.answer(output.section, output.text);
  }
  const tap = createEarlyTap();
  tap.answer(output.section, output.text);
  tap.note(output.section, { clientX: 50, clientY: 130 });
  tap.answer(output.section, output.text);
  expect(output.pressed).toEqual([]);
});
