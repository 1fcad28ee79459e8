import type { OpenDocument } from './open-document';

/** Makes what was typed last a step. Resolves when the server has the text, or does not take it now. */
export function untilSaved({ session, status }: OpenDocument): Promise<void> {
  session.seal();
  return new Promise((resolve) => {
    if (status.getState().saving !== 'saving') return resolve();
    const forget = status.subscribe(({ saving }) => {
      if (saving === 'saving') return;
      forget();
      resolve();
    });
  });
}
