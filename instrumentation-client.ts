import { holdComposingKeys } from '@/lib/platform/client/composing-keys';

/*
 * Runs before all our other scripts. zod compiles its checks with `new Function` where that is allowed, and
 * tests that by trying. Our content security policy forbids it, and browsers report the attempt as a console
 * error. This sets what `z.config({ jitless: true })` sets, without loading zod.
 */
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

holdComposingKeys(window);

// Nothing can lose the focus before something has it.
addEventListener(
  'focusin',
  () => void import('@/lib/platform/client/focus-keeper').then(({ keepFocus }) => keepFocus(document)),
  { once: true },
);
