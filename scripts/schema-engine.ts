import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { PGlite } from '@electric-sql/pglite';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import type { MigrationList } from '#lib/store/migrations.ts';

/** What this development tool needs of Prisma's schema engine, which has no public interface. */
interface Engine {
  diff(params: object): Promise<{ exitCode: number; stdout: string | null }>;
}

const NO_FILTERS = { externalTables: [], externalEnums: [] };
const SCHEMA_PATH = 'prisma/schema.prisma';

/**
 * The SQL that turns what the migrations make into what schema.prisma says; empty when they agree.
 * Works without a network: the engine is WebAssembly, and the shadow database runs in this process.
 */
export async function diffMigrationsToSchema(migrations: MigrationList, schema = readFileSync(SCHEMA_PATH, 'utf8')): Promise<string> {
  const engine = await startEngine(schema);
  const from = migrations.length === 0 ? { tag: 'empty' } : { tag: 'migrations', ...asEngineList(migrations) };
  const to = { tag: 'schemaDatamodel', files: [{ path: SCHEMA_PATH, content: schema }] };
  const { stdout } = await engine.diff({ from, to, script: true, exitCode: null, filters: NO_FILTERS });
  const sql = (stdout ?? '').trim();
  return sql.startsWith('-- This is an empty migration') ? '' : sql;
}

function asEngineList(migrations: MigrationList): object {
  return {
    baseDir: 'prisma/migrations',
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  };
}

type Bindings = typeof import('@prisma/schema-engine-wasm/schema_engine_bg');

/** The bindings hold one instance for the whole process: a second one would take the first one's place. */
let loaded: Promise<Bindings> | undefined;

async function startEngine(schema: string): Promise<Engine> {
  loaded ??= loadBindings();
  const bindings = await loaded;
  const factory = bindMigrationAwareSqlAdapterFactory(new PrismaPGlite(new PGlite()));
  return bindings.SchemaEngine.new({ datamodels: [[SCHEMA_PATH, schema]] }, () => undefined, factory);
}

async function loadBindings(): Promise<Bindings> {
  const require = createRequire(import.meta.url);
  const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const wasm = readFileSync(require.resolve('@prisma/schema-engine-wasm').replace(/schema_engine\.js$/, 'schema_engine_bg.wasm'));
  const imports: WebAssembly.Imports = {};
  // The engine's own module is the only import of its binary.
  imports['./schema_engine_bg.js'] = bindings as unknown as WebAssembly.ModuleImports;
  const { instance } = await WebAssembly.instantiate(wasm, imports);
  bindings.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start === 'function') start();
  return bindings;
}
