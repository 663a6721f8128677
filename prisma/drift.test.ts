import { expect, test } from 'vitest';
import { readMigrations } from '#lib/store/migrations.ts';
import { diffMigrationsToSchema } from '#scripts/schema-engine.ts';

const migrations = readMigrations('prisma/migrations');

test('the migrations give exactly what schema.prisma says', async () => {
  expect(migrations.length).toBeGreaterThan(0);
  expect(await diffMigrationsToSchema(migrations)).toBe('');
});

test('a migration that forgets a column is seen', async () => {
  const forgetful = migrations.map(({ name, sql }) => ({ name, sql: sql.replace('"file_name" TEXT,', '') }));
  expect(await diffMigrationsToSchema(forgetful)).toContain('ADD COLUMN     "file_name" TEXT');
});
