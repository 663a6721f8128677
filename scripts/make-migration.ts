import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMigrations } from '#lib/store/migrations.ts';
import { diffMigrationsToSchema } from './schema-engine.ts';

const FOLDER = 'prisma/migrations';

/** Writes the next migration from what schema.prisma says and the migrations don't. Read it before you commit it. */
const [title] = process.argv.slice(2);
if (title === undefined || !/^[a-z0-9_]+$/.test(title)) {
  console.error('Give the migration a name: node scripts/make-migration.ts add_color_to_device');
  process.exit(64);
}
const migrations = readMigrations(FOLDER);
const sql = await diffMigrationsToSchema(migrations);
if (sql === '') {
  console.log('The migrations already give what prisma/schema.prisma says.');
} else {
  const name = `${String(migrations.length + 1).padStart(4, '0')}_${title}`;
  mkdirSync(join(FOLDER, name), { recursive: true });
  writeFileSync(join(FOLDER, name, 'migration.sql'), `${sql}\n`);
  console.log(`Wrote ${join(FOLDER, name, 'migration.sql')}`);
}
