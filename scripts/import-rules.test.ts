import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FEATURES, RULES, refuseImport } from './lib/import-rules.mjs';
import { importCircles, readImports } from './lib/imports.mjs';

/** For each rule one import that breaks it, and no other rule. */
const AGAINST: readonly (readonly [from: string, to: string, reason: RegExp])[] = [
  ['lib/runs/server/start-run.ts', 'lib/testing/runs.ts', /helpers are for tests/],
  ['lib/runs/server/start-run.ts', 'app/api/runs/route.ts', /app routes and composes/],
  ['lib/runs/server/start-run.ts', 'lib/boot.ts', /app routes and composes/],
  ['lib/runs/client/run-store.ts', 'components/ui/button.tsx', /lib renders nothing/],
  ['lib/protocol/run/run-events.ts', 'node:fs', /Pure/],
  ['lib/runs/model/receipt.ts', 'react', /Pure/],
  ['lib/runs/model/receipt.ts', 'lib/platform/env/env.ts', /Pure/],
  ['lib/platform/env/env.ts', 'lib/protocol/run/run-events.ts', /imports none of our code/],
  ['lib/runs/db/save-run.ts', 'lib/runs/server/start-run.ts', /rows into types/],
  ['lib/runs/server/start-run.ts', '@prisma/client', /query the database/],
  ['lib/runs/server/start-run.ts', 'lib/platform/db/generated/sqlite/client.ts', /query the database/],
  ['lib/runs/server/start-run.ts', 'lib/runs/client/run-store.ts', /never imports the browser half/],
  ['lib/runs/client/run-store.ts', 'lib/runs/db/save-run.ts', /over HTTP only/],
  ['components/runs/choice-pane.tsx', 'lib/runs/server/start-run.ts', /over HTTP only/],
  ['components/ui/button.tsx', 'lib/runs/model/receipt.ts', /parts for any app/],
  ['components/shell/app-header.tsx', 'components/accounts/account-menu.tsx', /frame of every page/],
  ['app/page.tsx', 'lib/runs/db/save-run.ts', /session check/],
  ['components/compare/grid/sweep-raster.tsx', 'lib/compare/client/compare-context.tsx', /only renders/],
  ['components/compare/table/setting-row.tsx', 'components/compare/view-state.tsx', /only renders/],
];

it.each(AGAINST)('refuses that %s imports %s', (from, to, reason) => {
  expect(refuseImport(from, to)).toMatch(reason);
});

it('refuses every import of a feature from one below it, on each floor', () => {
  for (const [at, below] of FEATURES.entries()) {
    for (const above of FEATURES.slice(0, at)) {
      expect(refuseImport(`lib/${below}/x.ts`, `lib/${above}/x.ts`), `${below} → ${above}`).toMatch(
        /is below/,
      );
      expect(refuseImport(`components/${below}/x.tsx`, `lib/${above}/model/x.ts`)).toMatch(/is below/);
      expect(refuseImport(`lib/${above}/x.ts`, `lib/${below}/x.ts`), `${above} → ${below}`).toBeNull();
    }
  }
});

it('has an example here for every rule', () => {
  const pairs = [
    ...AGAINST,
    ...FEATURES.slice(1).map((feature) => [`lib/${feature}/x.ts`, 'lib/public-api/x.ts'] as const),
  ];
  const unbroken = RULES.filter(
    (rule) => !pairs.some(([from, to]) => rule.from.test(from) && rule.to.test(to)),
  );
  expect(unbroken.map(({ reason }) => reason)).toEqual([]);
});

it('finds circles, and nothing else', () => {
  const edges = (text: string) => text.split(' ').map(([from = '', to = '']) => ({ from, to }));
  expect(importCircles(edges('ab bc ac cd'))).toEqual([]);
  expect(importCircles(edges('ab bc cd db xa'))).toEqual([['b', 'c', 'd', 'b']]);
  expect(importCircles(edges('aa'))).toEqual([['a', 'a']]);
});

describe('the imports of the source', () => {
  const imports = readImports();

  it('are read, types and those on demand included', () => {
    expect(imports.length).toBeGreaterThan(5_000);
    const of = (file: string) => imports.filter(({ from }) => from === file).map(({ to }) => to);
    expect(of('lib/boot.ts')).toContain('lib/platform/server/log.ts');
    expect(of('app/(app)/playground-page.tsx')).toContain('components/links/open-fork.ts');
    expect(of('components/playground/playground-slots.tsx')).toContain('lib/protocol/request/parameters.ts');
    expect(imports.filter(({ to }) => /^(lib|components|app)\//.test(to) && !/\.\w+$/.test(to))).toEqual([]);
  });

  it('are as CONTRIBUTING.md draws them', () => {
    const drawn = [...readFileSync('CONTRIBUTING.md', 'utf8').matchAll(/^ {2}(\S+) --> (\S+)$/gm)].map(
      ([, from, to]) => `${from} → ${to}`,
    );
    const placeOf = (file: string) =>
      /^(?:lib|components)\/([^/.]+)\//.exec(file)?.[1] ?? (/^(app|lib)\//.test(file) ? 'app' : null);
    const below = new Map<string, Set<string>>();
    for (const { from, to } of imports) {
      const [a, b] = [placeOf(from), placeOf(to)];
      if (a === null || b === null || a === b || /testing|fixtures|\.test\./.test(from)) continue;
      below.set(a, (below.get(a) ?? new Set()).add(b));
    }
    const reaches = (from: string, to: string): boolean =>
      [...(below.get(from) ?? [])].some((next) => next === to || reaches(next, to));
    // An import that is already implied by a longer way needs no arrow of its own.
    const direct = [...below].flatMap(([from, targets]) =>
      [...targets]
        .filter((to) => ![...targets].some((other) => other !== to && reaches(other, to)))
        .map((to) => `${from} → ${to}`),
    );
    expect(direct.toSorted()).toEqual(drawn.toSorted());
  });

  it('name the same features in lib and in components', () => {
    const featureOf = (file: string) => /^(?:lib|components)\/([^/.]+)\//.exec(file)?.[1];
    const found = new Set(imports.flatMap(({ from }) => featureOf(from) ?? []));
    const known = [...FEATURES, 'ui', 'shell', 'testing'];
    expect([...found].toSorted()).toEqual(known.toSorted());
  });
});
