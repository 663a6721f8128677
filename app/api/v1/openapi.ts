import { z } from 'zod';
import type { RouteKey } from '#lib/auth/route-rights.ts';
import { ROUTE_RIGHTS } from '#lib/auth/route-rights.ts';
import type { Operation } from './operations/operation.ts';
import { OPERATIONS } from './operations.ts';
import { problem } from './schema/problem.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** The description of the API, made from the schemas that the routes check their input with. @spec OpenAPI 3.1.1 */
export function openApiDocument(): JsonObject {
  const paths: Record<string, Record<string, JsonObject>> = {};
  for (const [key, operation] of Object.entries(OPERATIONS)) {
    const [method = '', path = ''] = key.split(' ');
    const address = path.replaceAll(/\[([a-z0-9]+)\]/gi, '{$1}');
    paths[address] ??= {};
    // The key comes from the table itself, which is typed by RouteKey.
    paths[address][method.toLowerCase()] = operationObject(key as RouteKey, address, operation);
  }
  return {
    openapi: '3.1.1',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: {
      title: 'Assay',
      version: '1',
      summary: 'Evidence in, timeline out.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    paths,
    components: {
      schemas: { Problem: schemaOf(problem, 'output') },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'assay_…, made under “Your account”; of it only the hash is stored' },
      },
    },
  };
}

function operationObject(key: RouteKey, address: string, operation: Operation): JsonObject {
  const requirement = ROUTE_RIGHTS[key];
  const { success } = operation;
  const content = success.schema === undefined ? success.media : 'application/json';
  return {
    operationId: operation.id,
    summary: operation.summary,
    ...(requirement === 'public' ? { security: [] } : { description: `Needs the right \`${requirement}\`.` }),
    parameters: [...pathParameters(address), ...queryParameters(operation.query), ...(operation.headers ?? [])],
    ...(operation.body === undefined ? {} : { requestBody: requestBody(operation.body) }),
    responses: {
      [success.status]: {
        description: success.description,
        ...(content === undefined
          ? {}
          : { content: { [content]: { schema: success.schema === undefined ? {} : schemaOf(success.schema, 'output') } } }),
      },
      default: {
        description: 'a problem',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

function requestBody(body: NonNullable<Operation['body']>): JsonObject {
  if (body === 'octets') return { required: true, content: { 'application/octet-stream': { schema: {} } } };
  return { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } };
}

function pathParameters(address: string): readonly JsonObject[] {
  return [...address.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
}

function queryParameters(query: z.ZodObject | undefined): readonly JsonObject[] {
  if (query === undefined) return [];
  const { properties = {}, required = [] } = schemaOf(query, 'input') as { properties?: Record<string, JsonObject>; required?: string[] };
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: required.includes(name), schema }));
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, target: 'draft-2020-12' });
  return rest;
}
