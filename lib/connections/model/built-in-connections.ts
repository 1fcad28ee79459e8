/** Connections that exist without a row: the model inside the app, and the one that the server's owner set up. */
export const PRACTICE_CONNECTION_ID = 'practice';
export const SERVER_CONNECTION_ID = 'server';

export function isBuiltIn(connectionId: string): boolean {
  return connectionId === PRACTICE_CONNECTION_ID || connectionId === SERVER_CONNECTION_ID;
}
