import { Hono } from 'hono';
import * as z from 'zod';
import type { HttpEnv } from './environment.ts';
import type { ApiRoute } from './openapi-route.ts';
import { API_ROUTES } from './openapi-routes.ts';
import { ApiPage } from './pages/api-page.tsx';
import { sendPage, shellOf } from './shell.ts';

/** The API's own description: OpenAPI 3.1 for programs, a page for people. Both are open: they hold no secret. */
export const openapiRoutes = new Hono<HttpEnv>()
  .get('/api/v1/openapi.json', (c) => c.json(describeApi(c.var.ctx.config.brand.baseUrl)))
  .get('/api/v1/docs', (c) => {
    const routes = API_ROUTES.map((route) => ({ ...route, path: `/api/v1${route.path}`, fields: fieldsOf(route) }));
    return sendPage(c, ApiPage({ shell: shellOf(c, 'en'), routes }), { cache: 'personal' });
  });

/** The OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.0), made from the shapes that check what comes in. */
export function describeApi(baseUrl: string) {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of API_ROUTES) {
    const path = `/api/v1${route.path.replaceAll(/:(\w+)/g, '{$1}')}`;
    paths[path] = { ...paths[path], [route.method]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Newsdesk', version: '1', description: 'What scripts may do. No address ever stands in a URL.' },
    servers: [{ url: baseUrl }],
    security: [{ admin: [] }],
    paths,
    components: {
      securitySchemes: { admin: { type: 'http', scheme: 'bearer', description: 'ADMIN_TOKEN' } },
      schemas: {
        Error: {
          type: 'object',
          properties: {
            error: {
              type: 'object',
              properties: { code: { type: 'string' }, message: { type: 'string' }, fields: { type: 'object' } },
              required: ['code', 'message'],
            },
          },
          required: ['error'],
        },
      },
    },
  };
}

function operation(route: ApiRoute): object {
  const { about, answers, asks, gives, method, path, status = 200, takes, type = 'application/json' } = route;
  const bodies = (takes === undefined ? [] : [takes].flat()) as z.ZodType[];
  const schemas = bodies.map((body) => schemaOf(body));
  const schema = answers ? { schema: schemaOf(answers, 'output') } : {};
  const answer = { description: gives, ...(status === 204 ? {} : { content: { [type]: schema } }) };
  const isOpen = path === '/openapi.json' || path === '/docs';
  const error = {
    description: 'What is wrong',
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
  };
  return {
    operationId: `${method}${path.replaceAll(/[^a-z]+(\w?)/gi, (_, letter: string) => letter.toUpperCase())}`,
    summary: about,
    ...(isOpen ? { security: [] } : {}),
    parameters: [...pathParameters(path), ...queryParameters(asks)],
    ...(schemas.length > 0
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemas.length > 1 ? { anyOf: schemas } : schemas[0] } },
          },
        }
      : {}),
    responses: {
      ...{ [status]: answer, '4XX': error, '5XX': error },
      ...(route.otherwise ? { [route.otherwise]: answer } : {}),
    },
  };
}

function pathParameters(path: string): object[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(asks: ApiRoute['asks']): object[] {
  if (!asks) return [];
  if (!(asks instanceof z.ZodObject))
    return Object.entries(asks).map(([name, description]) => ({
      name,
      in: 'query',
      description,
      schema: { type: 'string' },
    }));
  const { properties = {} } = schemaOf(asks);
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', schema }));
}

/** As a caller writes it, or gets it; what JSON Schema cannot say is left open. */
function schemaOf(
  shape: z.ZodType,
  io: 'input' | 'output' = 'input',
): { properties?: Record<string, object>; required?: string[] } {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io, unrepresentable: 'any' });
  return schema as { properties?: Record<string, object>; required?: string[] };
}

/** The fields of a body or query, for the page. */
function fieldsOf({ asks, takes }: ApiRoute): { name: string; isNeeded: boolean; what: string }[] {
  const [body] = (takes === undefined ? [] : [takes].flat()) as z.ZodType[];
  const shape = body ?? (asks instanceof z.ZodObject ? asks : null);
  if (!shape)
    return Object.entries((asks ?? {}) as Record<string, string>).map(([name, what]) => ({
      name,
      isNeeded: false,
      what,
    }));
  const { properties = {}, required = [] } = schemaOf(shape);
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    isNeeded: required.includes(name),
    what: kindOf(schema),
  }));
}

function kindOf(schema: object): string {
  const { anyOf, enum: values, type } = schema as { anyOf?: object[]; enum?: unknown[]; type?: string };
  if (values) return values.join(' | ');
  if (anyOf) return anyOf.map(kindOf).join(' or ');
  return type ?? 'any';
}
