import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const APP = fileURLToPath(new URL('.', import.meta.url));

it('every page is in (app), with the frame and the providers of the app, or in s, for readers without a session', () => {
  const pages = readdirSync(APP, { recursive: true, encoding: 'utf8' }).filter((file) =>
    ['page.tsx', 'layout.tsx'].includes(path.basename(file)),
  );
  expect(pages.length).toBeGreaterThan(8);
  const elsewhere = pages.filter((file) => !['(app)', 's'].includes(file.split(path.sep)[0] ?? ''));
  expect(elsewhere).toEqual(['layout.tsx']);
});
