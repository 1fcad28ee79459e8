/** The path of the system's Chromium, or null. */
export function findChromium(): string | null;
/** The path of the system's Firefox, or null. */
export function findFirefox(): string | null;
