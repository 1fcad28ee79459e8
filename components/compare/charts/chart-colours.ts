export const CHART_FONT = 'var(--font-geist-sans), ui-sans-serif, system-ui, sans-serif';

/** Replaces every `var(--…)` of a drawing with its value in the light theme: a saved chart looks the same in every theme. */
export function inLightColours(svg: string): string {
  const probe = document.createElement('div');
  probe.className = 'light';
  document.body.append(probe);
  const style = getComputedStyle(probe);
  const light = svg.replace(/var\(--([\w-]+)\)/g, (whole, name: string) =>
    // Next.js names the font after the file that it is in.
    name === 'font-geist-sans' ? 'Geist' : style.getPropertyValue(`--${name}`).trim() || whole,
  );
  probe.remove();
  return light;
}
