import { readFileSync, rmSync } from 'node:fs';

/*
 * For an image, in its folder, after `npm ci --omit=dev`: that also installs what packages would use if it were there
 * (Prisma's command line, TypeScript, Playwright), because development has it. A quarter of the size, and nothing that
 * runs.
 */
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
for (const [folder, { devOptional }] of Object.entries(packages)) {
  if (devOptional) rmSync(folder, { recursive: true, force: true });
}
