import { holdComposingKeys } from '@/lib/platform/client/composing-keys';

/*
 * Runs before any other script of ours. zod compiles its checks with `new Function` where it may, and finds out by
 * trying; our content security policy forbids it, and browsers report the attempt as an error in the console. This is
 * what `z.config({ jitless: true })` sets, without loading zod for it.
 */
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

holdComposingKeys(window);

// Nothing can lose the focus before something has it.
addEventListener(
  'focusin',
  () => void import('@/lib/platform/client/focus-keeper').then(({ keepFocus }) => keepFocus(document)),
  { once: true },
);
