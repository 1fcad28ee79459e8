'use client';

import { useTheme } from 'next-themes';
import { useHydrated } from '@/lib/platform/client/use-hydrated';
import { Section } from './section';
import { THEMES, themeOf } from './themes';

export function AppearanceScreen() {
  const { theme, setTheme } = useTheme();
  // Only the browser knows the choice: the first render has to match the server's.
  const inBrowser = useHydrated();
  return (
    <Section level={1} title="Appearance" description="Saved in this browser.">
      <fieldset>
        <legend className="mb-1 font-medium">Theme</legend>
        <div className="flex flex-col">
          {THEMES.map((option) => (
            <label
              key={option.value}
              className="flex h-8 w-fit cursor-pointer items-center gap-2 pointer-coarse:h-10"
            >
              <input
                type="radio"
                name="theme"
                value={option.value}
                checked={inBrowser && themeOf(theme) === option.value}
                onChange={() => setTheme(option.value)}
                className="size-4 accent-accent"
              />
              {option.label}
            </label>
          ))}
        </div>
      </fieldset>
    </Section>
  );
}
