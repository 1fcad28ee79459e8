import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { isSqliteRefusal, openSqlite, type SqliteConnection } from './sqlite-connection';
import { temporaryFolder } from './testing/temporary-folder';

const open: SqliteConnection[] = [];

async function aFile(): Promise<string> {
  return `file:${path.join(await temporaryFolder('playground-sqlite-'), 'a b.db')}`;
}

async function aConnection(url?: string): Promise<SqliteConnection> {
  const connection = openSqlite(url ?? (await aFile()), 1_000);
  open.push(connection);
  return connection;
}

afterEach(() => {
  for (const connection of open.splice(0)) connection.close();
});

const TABLE = `CREATE TABLE parent (id TEXT PRIMARY KEY);
  CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT UNIQUE, parent TEXT REFERENCES parent (id));
  PRAGMA foreign_keys = ON;`;

it('gives back what was stored, with the same statement again and again', async () => {
  const db = await aConnection();
  db.executeScript('CREATE TABLE kinds (a TEXT, b INTEGER, c REAL, d BLOB)');
  const rows: unknown[][] = [
    ['text', 1n, 0.5, null],
    [null, 2 ** 52, -1e-9, new Uint8Array([1, 0, 255])],
    ['', false, 0, null],
    [new Date(0), true, 1e300, null],
  ];
  for (const row of rows) {
    expect(db.execute('INSERT INTO kinds VALUES (?, ?, ?, ?)', row).rowsAffected).toBe(1);
  }
  const read = () => db.execute('SELECT a, b, c, d, b + 1 AS e FROM kinds WHERE rowid > ?', [0]);
  for (let again = 0; again < 3; again += 1) {
    const { columns, columnTypes, rows: found } = read();
    expect(columns).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(columnTypes).toEqual(['TEXT', 'INTEGER', 'REAL', 'BLOB', '']);
    expect(found).toEqual([
      ['text', 1, 0.5, null, 2],
      [null, 2 ** 52, -1e-9, new Uint8Array([1, 0, 255]).buffer, 2 ** 52 + 1],
      ['', 0, 0, null, 1],
      ['1970-01-01T00:00:00.000+00:00', 1, 1e300, null, 2],
    ]);
  }
});

it('refuses numbers that JavaScript would round, and values of other types', async () => {
  const db = await aConnection();
  db.executeScript('CREATE TABLE n (a INTEGER)');
  db.execute('INSERT INTO n VALUES (?)', [2n ** 53n + 1n]);
  expect(() => db.execute('SELECT a FROM n')).toThrow(RangeError);
  expect(() => db.execute('INSERT INTO n VALUES (?)', [Number.NaN])).toThrow(RangeError);
  for (const value of [undefined, {}, [1]]) {
    expect(() => db.execute('INSERT INTO n VALUES (?)', [value])).toThrow(TypeError);
  }
});

it('runs a statement again after it was refused, and says why it was', async () => {
  const db = await aConnection();
  db.executeScript(TABLE);
  const insert = (id: number, name: string, parent: string | null) =>
    db.execute('INSERT INTO t (id, name, parent) VALUES (?, ?, ?)', [id, name, parent]);
  insert(1, 'one', null);
  const reasonOf = (act: () => unknown) => {
    try {
      act();
    } catch (error) {
      const kinds = [
        'UniqueConstraintViolation',
        'ForeignKeyConstraintViolation',
        'TransactionWriteConflict',
      ];
      return kinds.filter((kind) => isSqliteRefusal(error, kind));
    }
    return 'accepted';
  };
  expect(reasonOf(() => insert(2, 'one', null))).toEqual(['UniqueConstraintViolation']);
  expect(reasonOf(() => insert(1, 'two', null))).toEqual(['UniqueConstraintViolation']);
  expect(reasonOf(() => insert(2, 'two', 'nobody'))).toEqual(['ForeignKeyConstraintViolation']);
  expect(reasonOf(() => db.execute('SELECT nothing FROM t'))).toEqual([]);
  expect(isSqliteRefusal(new Error('UNIQUE constraint failed'), 'UniqueConstraintViolation')).toBe(false);
  insert(2, 'two', null);
  // Nothing that was refused is still open: it would keep the file locked.
  db.execute('BEGIN IMMEDIATE');
  expect(reasonOf(() => insert(3, 'two', null))).toEqual(['UniqueConstraintViolation']);
  insert(3, 'three', null);
  db.execute('COMMIT');
  expect(db.execute('SELECT count(*) FROM t').rows).toEqual([[3]]);
});

it('sees a change of a table by somebody else', async () => {
  const url = await aFile();
  const [one, other] = [await aConnection(url), await aConnection(url)];
  one.executeScript('PRAGMA journal_mode = WAL; CREATE TABLE t (a TEXT)');
  one.execute('INSERT INTO t VALUES (?)', ['x']);
  const read = () => other.execute('SELECT a FROM t');
  expect(read().rows).toEqual([['x']]);
  one.executeScript('DROP TABLE t; CREATE TABLE t (b INTEGER, a TEXT)');
  one.execute('INSERT INTO t VALUES (?, ?)', [7, 'y']);
  expect(read()).toMatchObject({ columns: ['a'], rows: [['y']] });
});

it('reads beside a transaction what is committed, and holds up nobody by having read', async () => {
  const url = await aFile();
  const [writer, reader] = [await aConnection(url), await aConnection(url)];
  writer.executeScript('PRAGMA journal_mode = WAL; CREATE TABLE t (a INTEGER)');
  const count = () => reader.execute('SELECT count(*) FROM t').rows[0]?.[0];
  expect(count()).toBe(0);
  writer.execute('BEGIN IMMEDIATE');
  writer.execute('INSERT INTO t VALUES (?)', [1]);
  expect(count()).toBe(0);
  writer.execute('COMMIT');
  expect(count()).toBe(1);
  // A reader that had kept its snapshot would keep this from emptying the log.
  writer.execute('INSERT INTO t VALUES (?)', [2]);
  expect(writer.execute('PRAGMA wal_checkpoint(TRUNCATE)').rows).toEqual([[0, 0, 0]]);
  expect(count()).toBe(2);
});

it('keeps no copy of a large text', async () => {
  const db = await aConnection();
  db.executeScript('CREATE TABLE t (a TEXT)');
  const insert = (text: string) => db.execute('INSERT INTO t VALUES (?)', [text]);
  const large = 'x'.repeat(200_000);
  for (const text of ['small', large, 'small', large]) insert(text);
  expect(db.execute('SELECT length(a) FROM t').rows).toEqual([[5], [200_000], [5], [200_000]]);
});
