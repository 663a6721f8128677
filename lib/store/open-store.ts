import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import { PrismaClient } from './generated/client.ts';

/** The database: Prisma for single rows, SQL through the pool for lists and bulk. */
export interface Store {
  readonly databaseUrl: string;
  readonly prisma: PrismaClient;
  readonly pool: Pool;
  readonly close: () => Promise<void>;
}

const MAX_CONNECTIONS = 10;

const endings = new WeakMap<Pool, (() => Promise<void>)[]>();

/** What has to end before the connections do. */
export function beforeClose({ pool }: Store, end: () => Promise<void>): void {
  endings.set(pool, [...(endings.get(pool) ?? []), end]);
}

/** Connects when it is first asked. One store a process; close it before the process ends. */
export function openStore(databaseUrl: string, { connections = MAX_CONNECTIONS }: { connections?: number } = {}): Store {
  const pool = new Pool({ connectionString: databaseUrl, max: connections, connectionTimeoutMillis: 10_000 });
  // A connection that dies while idle is replaced by the pool; without a listener the process would end.
  pool.on('error', () => undefined);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: false }) });
  return {
    databaseUrl,
    prisma,
    pool,
    async close() {
      for (const end of endings.get(pool) ?? []) await end();
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
