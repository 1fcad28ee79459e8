import { Prisma } from './generated/sqlite/client';

/**
 * A JSON column as the type that was written into it. Not validated: only our database functions write it,
 * from values of that type, and a schema that has become stricter must not make old runs unreadable.
 */
export function fromStored<Value>(stored: Prisma.JsonValue | null): Value | null {
  return stored as Value | null;
}

/**
 * A value for a JSON column; null becomes the database's NULL, not the JSON text `null`.
 *
 * It is handed over as JSON text: Prisma otherwise walks through each value three times, which took a third of a second for a prompt of
 * a million token ids. The tagged form is that of Prisma's own JSON protocol.
 */
export function toStored(value: object): Prisma.InputJsonValue;
export function toStored(value: object | null): Prisma.InputJsonValue | typeof Prisma.DbNull;
export function toStored(value: object | null): Prisma.InputJsonValue | typeof Prisma.DbNull {
  if (value === null) return Prisma.DbNull;
  return { toJSON: () => ({ $type: 'Json', value: JSON.stringify(value) }) };
}
