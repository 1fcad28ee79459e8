/**
 * The light values of the chart colours, for files: a saved chart looks the same in every theme. The browser
 * test checks them against the style sheets.
 */
export const LIGHT_COLOURS: Readonly<Record<string, string>> = {
  bg: '#faf9f6',
  surface: '#fefdfb',
  line: '#e2ded5',
  'line-strong': '#8f897d',
  ink: '#1e1c19',
  'ink-2': '#514d46',
  'ink-3': '#67625a',
  'heat-0': '#f1f5f3',
  'heat-1': '#d5e8e2',
  'heat-2': '#abd2c9',
  'heat-3': '#77b7ab',
  'heat-4': '#24776c',
  'heat-5': '#0a4f48',
  'heat-ink-0': '#1e1c19',
  'heat-ink-1': '#1e1c19',
  'heat-ink-2': '#1e1c19',
  'heat-ink-3': '#1e1c19',
  'heat-ink-4': '#ffffff',
  'heat-ink-5': '#ffffff',
  'series-0': '#0c665d',
  'series-1': '#9a3f06',
  'series-2': '#4a4fa8',
  'series-3': '#8a2a63',
  'series-4': '#5b6310',
  'series-5': '#27618f',
  'series-6': '#514d46',
  'font-geist-sans': 'Geist',
};

export const CHART_FONT = 'var(--font-geist-sans), ui-sans-serif, system-ui, sans-serif';

/** Replaces every `var(--…)` of a drawing with its value in the light theme. */
export function inLightColours(svg: string): string {
  return svg.replace(/var\(--([\w-]+)\)/g, (whole, name: string) => LIGHT_COLOURS[name] ?? whole);
}
