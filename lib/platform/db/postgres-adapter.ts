import { PrismaPg } from '@prisma/adapter-pg';
import type { Pool } from 'pg';
import { withSafeText } from './safe-text';

export interface PoolUse {
  readonly used: number;
  readonly idle: number;
  readonly waiting: number;
}

/** node-postgres behind Prisma. */
export class PostgresAdapterFactory extends PrismaPg {
  #pool: Pool | null = null;

  constructor(url: string, pool: { max: number; idleTimeoutMillis?: number } = { max: 20 }) {
    // Prisma's own addresses name the schema in a parameter that node-postgres does not know.
    const { searchParams } = new URL(url);
    const schema = searchParams.get('schema') ?? undefined;
    // libpq's name; node-postgres does not read it. It also bounds the wait for a free connection of the pool.
    const connectSeconds = Number(searchParams.get('connect_timeout')) || 10;
    super(
      {
        connectionString: url,
        connectionTimeoutMillis: connectSeconds * 1000,
        keepAlive: true,
        ...(schema !== undefined && { options: `-c search_path="${schema.replaceAll('"', '')}"` }),
        ...pool,
      },
      { schema },
    );
  }

  override async connect() {
    const adapter = await super.connect();
    // The adapter splits scripts at every semicolon, those inside function bodies and texts included. Sent whole,
    // Postgres splits rightly and runs the script as one transaction.
    adapter.executeScript = async (script) => {
      await adapter.underlyingDriver().query(script);
    };
    this.#pool = adapter.underlyingDriver();
    return withSafeText(adapter);
  }

  /** Connections in use and idle, and queries that wait for one. */
  poolUse(): PoolUse {
    const { totalCount = 0, idleCount = 0, waitingCount = 0 } = this.#pool ?? {};
    return { used: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
  }
}
