import { expect, test } from 'vitest';
import { botRoutes, resignMethods } from '../../../shared/bot-api.ts';
import { errors } from '../../../shared/errors.ts';
import { botErrorCodes, openApiDocument } from '../../../shared/openapi.ts';

const document = JSON.parse(JSON.stringify(openApiDocument('1.2.3')));
const allRows = Object.entries(botRoutes);
const rows = allRows.filter(([name]) => name !== 'resign');

test('the document has each route of the table once, with its verb, and no other', () => {
  const documented = Object.entries<Record<string, { operationId: string }>>(document.paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([verb, { operationId }]) => `${operationId} ${verb.toUpperCase()} ${path}`),
  );
  const table = allRows.flatMap(([name, { method, path }]) => {
    const shown = path.replaceAll(/:(\w+)/g, '{$1}');
    if (method !== 'ANY') return [`${name} ${method} ${shown}`];
    return resignMethods.map((verb) => `${name}.${verb.toLowerCase()} ${verb} ${shown}`);
  });
  expect(documented.sort()).toEqual(table.sort());
});

test.each(rows)('%s tells what it needs: token, permission, parameters, body', (_name, row) => {
  const {
    security,
    parameters,
    requestBody,
    responses,
    'x-keybearer-needs': needs,
  } = document.paths[row.path.replaceAll(/:(\w+)/g, '{$1}')][row.method.toLowerCase()];
  expect(needs).toBe(row.needs);
  expect(security).toEqual(row.needs === 'nothing' ? [] : [{ token: [] }]);
  const inPath = parameters.filter(
    (parameter: { in: string; required: boolean }) => parameter.in === 'path' && parameter.required,
  );
  expect(inPath.map(({ name }: { name: string }) => `:${name}`)).toEqual(row.path.match(/:\w+/g) ?? []);
  expect(requestBody === undefined).toBe(!('body' in row));
  expect(responses.default).toEqual({ $ref: '#/components/responses/Problem' });
  // The stream's answer is the change to another protocol.
  const wanted = row.path.endsWith('/stream') ? '101' : '200';
  expect(Object.keys(responses).sort()).toEqual([wanted, 'default']);
  if (wanted === '200') expect(responses['200'].content['application/json'].schema.type).toBe('object');
});

test.each(resignMethods)('re-signing of a %s takes what the exchange takes, and gives what it gives', (method) => {
  const operation = document.paths['/v1/resign/{key}/{address}'][method.toLowerCase()];
  expect(operation['x-keybearer-needs']).toBe('endpoint');
  expect(operation.parameters.map(({ name }: { name: string }) => name)).toEqual([
    'key',
    'address',
    'Keybearer-Deadline-Ms',
  ]);
  expect(operation.requestBody === undefined).toBe(method === 'GET');
  expect(operation.responses.default).toEqual({ $ref: '#/components/responses/Problem' });
});

test('a query is told member by member, and what has a default may be left out', () => {
  const { parameters } = document.paths['/v1/calls'].get;
  expect(parameters).toEqual([
    { name: 'since', in: 'query', required: false, schema: { type: 'string', maxLength: 100 } },
    {
      name: 'status',
      in: 'query',
      required: false,
      schema: { type: 'string', enum: ['ok', 'denied', 'failed', 'unknown', 'interrupted', 'pending'] },
    },
    {
      name: 'limit',
      in: 'query',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 1000, default: 100 },
    },
  ]);
});

test('a body may leave out what has a default, and names nothing it does not know', () => {
  const { schema } = document.paths['/v1/keys/{key}/call'].post.requestBody.content['application/json'];
  expect(schema).toMatchObject({ required: ['method'], additionalProperties: false });
});

test('the problem lists every code that a bot can meet and none of the terminal alone', () => {
  expect(document.components.schemas.Problem.properties.code.enum).toEqual(botErrorCodes);
  expect(botErrorCodes.every((code) => Object.hasOwn(errors, code))).toBe(true);
  for (const code of ['TOKEN_MISSING', 'INTERNAL', 'OUTCOME_UNKNOWN', 'STREAM_GAP'])
    expect(botErrorCodes).toContain(code);
  for (const code of ['PASSPHRASE_WRONG', 'VAULT_MISSING', 'AGENT_RUNNING', 'INPUT_INVALID'])
    expect(botErrorCodes).not.toContain(code);
});

test('every reference leads somewhere, and the version is the program’s', () => {
  const text = JSON.stringify(document);
  for (const [, place = ''] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    expect(
      place
        .split('/')
        .reduce(
          (node: unknown, name) => (typeof node === 'object' && node !== null ? Reflect.get(node, name) : undefined),
          document,
        ),
    ).toBeDefined();
  }
  expect(document.openapi).toBe('3.1.1');
  expect(document.info.version).toBe('1.2.3');
  expect(text).not.toContain('"$schema"');
});
