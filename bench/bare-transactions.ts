import { Pool } from 'pg';
import { concurrently } from './concurrently.ts';

/** The yardstick of uploads: what a program would do that only kept bytes and a note to look at them later. */
export interface BareTransactions {
  /** One transaction for each file, so many at a time. */
  readonly run: (files: readonly Uint8Array[], options: { atOnce: number }) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Over plain tables of its own, with as many connections as files at a time. Nothing is hashed, compared or looked up. */
export async function makeBareTransactions(databaseUrl: string, { connections }: { connections: number }): Promise<BareTransactions> {
  const pool = new Pool({ connectionString: databaseUrl, max: connections });
  // Connections that end with the server are no error.
  pool.on('error', () => undefined);
  await pool.query('CREATE TABLE bare_upload (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, bytes bytea NOT NULL)');
  await pool.query('CREATE TABLE bare_job (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, upload bigint NOT NULL)');
  return {
    run: (files, { atOnce }) => concurrently(files, { atOnce }, (bytes) => keep(pool, bytes)),
    close: () => pool.end(),
  };
}

async function keep(pool: Pool, bytes: Uint8Array): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const { rows } = await client.query({
      name: 'upload',
      text: 'INSERT INTO bare_upload (bytes) VALUES ($1) RETURNING id',
      values: [bytes],
    });
    await client.query({ name: 'job', text: 'INSERT INTO bare_job (upload) VALUES ($1)', values: [rows[0].id] });
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}
