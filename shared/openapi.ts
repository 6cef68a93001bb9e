/** The bots' API as an OpenAPI document, derived from the contract and from nothing else. */
import { z } from 'zod';
import { type BotRouteName, botApiVersion, botRoutes, resignMethods, StreamStop, StreamWatch } from './bot-api.ts';
import { type ErrorCode, errors } from './errors.ts';

/** Errors that only the terminal and the window meet. Source: design/bot-api.md, Errors. */
const forTheOwner: readonly ErrorCode[] = [
  'PASSPHRASE_WRONG',
  'PASSPHRASE_NEEDED',
  'VAULT_MISSING',
  'VAULT_EXISTS',
  'VAULT_NEWER',
  'VAULT_DAMAGED',
  'LABEL_TAKEN',
  'KEY_IN_USE',
  'INPUT_INVALID',
  'CODE_SECRET_INVALID',
  'AGENT_RUNNING',
  'AGENT_MISSING',
  'CONFIRMATION_NEEDED',
  'WINDOW_LOCKED',
];

const isForTheOwner = (code: string): boolean => forTheOwner.some((other) => other === code);

/** Every code that a bot can meet, in the table's order. */
export const botErrorCodes: readonly string[] = Object.keys(errors).filter((code) => !isForTheOwner(code));

type Json = Readonly<Record<string, unknown>>;

/** What a route looks like once it is only data. */
interface Row {
  readonly method: 'GET' | 'POST' | 'ANY';
  readonly path: string;
  readonly summary: string;
  readonly needs: string;
  readonly body?: z.ZodType;
  readonly query?: z.ZodType;
  readonly result: z.ZodType;
}

/**
 * The OpenAPI document of the bots' API.
 * Takes: the program's version. Source: OpenAPI 3.1.1; JSON Schema 2020-12.
 */
export function openApiDocument(version: string): Json {
  const rows: Readonly<Record<BotRouteName, Row>> = botRoutes;
  const paths: Record<string, Record<string, Json>> = {};
  for (const [name, row] of Object.entries(rows)) {
    const path = row.path.replaceAll(/:([a-z]+)/g, '{$1}');
    const operations =
      row.method === 'ANY' ? resignOperations(name, row) : { [row.method.toLowerCase()]: operation(name, row) };
    paths[path] = { ...paths[path], ...operations };
  }
  return {
    openapi: '3.1.1',
    info: { title: 'Keybearer, the API for bots', version, 'x-api-version': botApiVersion },
    servers: [
      {
        url: '/',
        description:
          'The address stands in run/agent.json of the data directory: a socket, and 127.0.0.1 where it is switched on.',
      },
    ],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'The token of a bot: kb_ and 43 characters.' },
      },
      schemas: { Problem: problem() },
      responses: {
        Problem: {
          description: 'What went wrong.',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  };
}

function operation(name: string, row: Row): Json {
  const headers = row.needs === 'call' ? callHeaders : [];
  return {
    operationId: name,
    summary: row.summary,
    'x-keybearer-needs': row.needs,
    security: row.needs === 'nothing' ? [] : [{ token: [] }],
    parameters: [...pathParametersOf(row), ...queryParameters(row.query), ...headers],
    ...(row.body && {
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(row.body) } } },
    }),
    responses: {
      ...(row.needs === 'stream' ? switching(row) : done(row)),
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

const done = (row: Row): Json => ({
  200: { description: 'Done.', content: { 'application/json': { schema: schemaOf(row.result) } } },
});

/** OpenAPI has no words for what goes over a WebSocket, so both sides' messages stand with the answer that begins it. */
const switching = (row: Row): Json => ({
  101: {
    description: 'A WebSocket: text frames with a JSON object each.',
    'x-keybearer-sends': { oneOf: [schemaOf(StreamWatch), schemaOf(StreamStop)] },
    'x-keybearer-receives': schemaOf(row.result),
  },
});

/** One of each HTTP method; what goes in and comes out is the exchange's. */
function resignOperations(name: string, row: Row): Record<string, Json> {
  const [key, address] = pathParametersOf(row);
  const parameters = [
    { ...key, description: 'The label of a key, or {key}~{token}.' },
    {
      ...address,
      description:
        "The exchange's address with its path and query, slashes as they are: {host}/{path}, https://{host}/{path}, or that percent-encoded once.",
    },
    ...callHeaders.slice(0, 1),
  ];
  const whatever = { content: { '*/*': { schema: {} } } };
  const operations = resignMethods.map((method) => [
    method.toLowerCase(),
    {
      operationId: `${name}.${method.toLowerCase()}`,
      summary: row.summary,
      'x-keybearer-needs': row.needs,
      // The token goes where the exchange wants its API key; what is public needs none.
      security: [],
      parameters,
      ...(method === 'GET' ? {} : { requestBody: { required: false, ...whatever } }),
      responses: {
        200: { description: 'What the exchange answered, with its own status.', ...whatever },
        default: { $ref: '#/components/responses/Problem' },
      },
    },
  ]);
  return Object.fromEntries(operations);
}

const pathParametersOf = ({ path }: Row) =>
  [...path.matchAll(/:([a-z]+)/g)].map(([, part]) => ({
    name: part,
    in: 'path',
    required: true,
    description: part === 'pairing' ? 'What POST /v1/pair gave.' : 'The id of a key or its label.',
    schema: { type: 'string' },
  }));

const callHeaders = [
  {
    name: 'Keybearer-Deadline-Ms',
    in: 'header',
    required: false,
    description: 'How long to wait at most for turn, budget, code and approval.',
    schema: { type: 'integer', minimum: 1, maximum: 999_999_999 },
  },
  {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: 'Names the request: a repeat within 24 hours gets the first answer and sends nothing.',
    schema: { type: 'string', minLength: 1, maxLength: 64 },
  },
];

/** A query's members apart, as OpenAPI wants them; what has a default may be left out. */
function queryParameters(query: z.ZodType | undefined): Json[] {
  if (!(query instanceof z.ZodObject)) return [];
  const members: Readonly<Record<string, z.core.$ZodType>> = query.shape;
  return Object.entries(members).map(([name, member]) => {
    const required = !z.safeParse(member, undefined).success;
    return {
      name,
      in: 'query',
      required,
      schema: withoutDialect(z.toJSONSchema(member, { target: 'draft-2020-12', io: 'output' })),
    };
  });
}

/** As it is sent: what has a default may be absent, and a result may grow members. */
const schemaOf = (schema: z.ZodType): Json =>
  withoutDialect(z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' }));

function withoutDialect({ $schema: _dialect, ...schema }: Json): Json {
  return schema;
}

/** Source: RFC 9457 section 3, with Keybearer's own members. */
function problem(): Json {
  const text = { type: 'string' };
  const cause = {
    type: 'object',
    required: ['id', 'text', 'likelihood'],
    properties: { id: text, text, likelihood: { type: 'number', minimum: 0, maximum: 1 }, check: text },
  };
  return {
    type: 'object',
    required: ['type', 'title', 'status', 'detail', 'code', 'retryable', 'sent'],
    properties: {
      type: text,
      title: text,
      status: { type: 'integer' },
      detail: text,
      code: { type: 'string', enum: botErrorCodes },
      retryable: { type: 'boolean', description: 'May a program repeat the request by itself, where sent is no?' },
      sent: { type: 'string', enum: ['no', 'yes', 'unknown'], description: 'Could the exchange have acted?' },
      callId: text,
      retryAfterMs: { type: 'integer', minimum: 0 },
      ccxt: text,
      exchange: text,
      causes: { type: 'array', items: cause },
      missed: { type: ['integer', 'null'], description: 'How many events were left out; null where nobody can know.' },
    },
  };
}
