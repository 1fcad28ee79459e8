import { describe, expect, it } from 'vitest';
import { placeBeside } from './beside';

const window = { width: 400, height: 300 };
const button = (left: number, top: number) => ({ left, top, width: 40, height: 20 });
const below = { side: 'bottom', align: 'center', gap: 4 } as const;

describe('placeBeside', () => {
  it('centres below its anchor', () => {
    expect(placeBeside(button(180, 100), { width: 100, height: 50 }, window, below)).toEqual({
      left: 150,
      top: 124,
      maxHeight: 168,
    });
  });

  it('flips when it fits on the other side only', () => {
    expect(placeBeside(button(180, 270), { width: 100, height: 50 }, window, below).top).toBe(216);
  });

  it('stays on its side, and gets lower, when the other has even less room', () => {
    const rectangle = placeBeside(button(180, 40), { width: 100, height: 500 }, window, below);
    expect(rectangle).toEqual({ left: 150, top: 64, maxHeight: 228 });
  });

  it('never leaves the window', () => {
    expect(placeBeside(button(390, 100), { width: 100, height: 50 }, window, below).left).toBe(292);
    expect(placeBeside(button(-30, 100), { width: 100, height: 50 }, window, below).left).toBe(8);
    expect(placeBeside(button(0, 100), { width: 900, height: 50 }, window, below).left).toBe(8);
  });

  it('goes to the sides too', () => {
    const right = { side: 'right', align: 'start', gap: 4 } as const;
    expect(placeBeside(button(10, 100), { width: 100, height: 50 }, window, right)).toMatchObject({
      left: 54,
      top: 100,
    });
    expect(placeBeside(button(350, 100), { width: 100, height: 50 }, window, right).left).toBe(246);
  });
});
