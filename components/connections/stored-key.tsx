import type { Connection } from '@/lib/connections/model/connections';

/** All that is ever shown of a key: that it exists, and its last characters. */
export function StoredKey({ connection }: { connection: Pick<Connection, 'hasKey' | 'keyLast4'> }) {
  if (!connection.hasKey) return 'No key';
  if (!connection.keyLast4) return 'Key stored';
  return (
    <>
      Key ends in <span className="font-mono">··{connection.keyLast4}</span>
    </>
  );
}
