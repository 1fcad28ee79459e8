import { PrismaPg } from '@prisma/adapter-pg';
import { withSafeText } from './safe-text';

/** node-postgres behind Prisma. */
export class PostgresAdapterFactory extends PrismaPg {
  constructor(url: string, pool: { max: number; idleTimeoutMillis?: number } = { max: 20 }) {
    // Prisma's own addresses name the schema in a parameter that node-postgres does not know.
    const schema = new URL(url).searchParams.get('schema') ?? undefined;
    super(
      {
        connectionString: url,
        connectionTimeoutMillis: 10_000,
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
    return withSafeText(adapter);
  }
}
