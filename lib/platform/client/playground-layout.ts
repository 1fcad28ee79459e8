/**
 * Sizes and open panels of the playground. Stored in a cookie instead of `localStorage`, so that the server
 * renders the page as it was left and nothing jumps at hydration.
 */
export interface PlaygroundLayout {
  readonly historyOpen: boolean;
  readonly historyWidth: number;
  readonly parametersOpen: boolean;
  readonly parametersWidth: number;
  /** The editor's share of the height that it divides with the output, 0 … 1. */
  readonly editorShare: number;
  /** Prompt over output, or one text that the model continues. */
  readonly mode: 'prompt' | 'document';
}

export const LAYOUT_COOKIE = 'playground-layout';

export const LAYOUT_LIMITS = {
  historyWidth: { min: 200, max: 420 },
  parametersWidth: { min: 280, max: 520 },
  editorShare: { min: 0.15, max: 0.85 },
} as const;

export const DEFAULT_LAYOUT: PlaygroundLayout = {
  historyOpen: true,
  historyWidth: 264,
  parametersOpen: true,
  parametersWidth: 320,
  editorShare: 0.42,
  mode: 'prompt',
};

/** Reads the cookie's value; missing or invalid parts are as on a first visit. */
export function readLayout(cookie: string | undefined): PlaygroundLayout {
  const [history, historyWidth, parameters, parametersWidth, share, mode] = (cookie ?? '').split('_');
  const { historyWidth: h, parametersWidth: p, editorShare: s } = LAYOUT_LIMITS;
  return {
    historyOpen: history === '0' ? false : DEFAULT_LAYOUT.historyOpen,
    historyWidth: within(historyWidth, h, DEFAULT_LAYOUT.historyWidth),
    parametersOpen: parameters === '0' ? false : DEFAULT_LAYOUT.parametersOpen,
    parametersWidth: within(parametersWidth, p, DEFAULT_LAYOUT.parametersWidth),
    editorShare: within(share, s, DEFAULT_LAYOUT.editorShare),
    mode: mode === 'document' ? 'document' : 'prompt',
  };
}

export function writeLayout(layout: PlaygroundLayout): string {
  return [
    layout.historyOpen ? 1 : 0,
    Math.round(layout.historyWidth),
    layout.parametersOpen ? 1 : 0,
    Math.round(layout.parametersWidth),
    layout.editorShare.toFixed(3),
    layout.mode,
  ].join('_');
}

function within(text: string | undefined, { min, max }: { min: number; max: number }, otherwise: number) {
  const value = Number.parseFloat(text ?? '');
  return value >= min && value <= max ? value : otherwise;
}
