import { botRoutes } from '../../../shared/bot-api.ts';
import { botErrorCodes, openApiDocument } from '../../../shared/openapi.ts';
import { anchorOf, cell, madeFrom, table } from './markdown.ts';
import { isObject, type Json, list, shapeOf } from './schema-text.ts';

const needs: Readonly<Record<string, string>> = {
  nothing: 'nothing',
  token: 'a token',
  call: 'a token, and what the method and what is sent need',
  endpoint: 'a token, and what the endpoint needs; what is public needs none',
};

/** Every route of the bots' API, from the document that the agent serves. Takes: the program's version. */
export function apiPage(version: string): string {
  const paths = objectOf(openApiDocument(version)['paths']);
  const operations = Object.entries(paths).flatMap(([path, methods]) => operationsOf(path, objectOf(methods)));
  const rows = operations.map(({ title, summary }) => [`[\`${title}\`](#${anchorOf(title)})`, cell(summary)]);
  const parts = operations.map(({ title, summary, text }) => `## ${title}\n\n${summary}\n\n${text}`);
  return `${madeFrom("the agent's OpenAPI document")}# The routes of the bots' API\n\n${intro}\n${table(['route', 'what it does'], rows)}\n${parts.join('\n')}`;
}

const intro = `Version ${Object.keys(botRoutes).length > 0 ? '1' : ''} of the API, route by route, with what goes in and comes out. \`GET /v1/openapi.json\` has the same for programs
(OpenAPI 3.1). [The API for bots](bot-api.md) explains it: tokens, permissions, limits, idempotency and errors.

Shapes are written like TypeScript. A member with \`?\` may be left out. Times are ISO 8601 in UTC; a member that ends in \`Ms\` is
in milliseconds. A result may get more members in a later version; pass over what you don't know. Every fault is a
[\`Problem\`](bot-api.md#errors) with one of ${botErrorCodes.length} [codes](troubleshooting.md).
`;

interface Operation {
  readonly title: string;
  readonly summary: string;
  readonly text: string;
}

/** Five methods of one route that differ in nothing are one entry. */
function operationsOf(path: string, methods: Json): Operation[] {
  const entries = Object.entries(methods).map(([method, operation]) => [method, objectOf(operation)] as const);
  const [first] = entries;
  if (first === undefined) return [];
  const verb = entries.length > 1 ? 'ANY' : first[0].toUpperCase();
  const [, operation] = first;
  const asks = String(operation['x-keybearer-needs']);
  const text = [
    `Asks for: ${needs[asks] ?? `a token, and \`${asks}\` on the key`}.${entries.length > 1 ? ` Methods: ${entries.map(([method]) => method.toUpperCase()).join(', ')}.` : ''}\n`,
    parametersOf(operation),
    shape('Body', at(operation, 'requestBody', 'content', 'application/json', 'schema')),
    shape('Result', at(operation, 'responses', '200', 'content', 'application/json', 'schema')),
  ];
  return [
    {
      title: `${verb} ${path}`,
      summary: String(operation['summary']),
      text: text.filter((one) => one !== '').join('\n'),
    },
  ];
}

function parametersOf(operation: Json): string {
  const rows = list(operation['parameters']).map((parameter) => {
    const { name, in: place, required, description, schema } = parameter;
    const may = required === true ? '' : ', may be left out';
    return [
      `\`${String(name)}\``,
      `${String(place)}${may}`,
      `\`${cell(shapeOf(schema))}\``,
      cell(String(description ?? '')),
    ];
  });
  return rows.length === 0 ? '' : table(['parameter', 'in', 'shape', 'what it is'], rows);
}

const shape = (title: string, schema: unknown): string =>
  schema === undefined ? '' : `${title}:\n\n\`\`\`ts\n${shapeOf(schema)}\n\`\`\`\n`;

const objectOf = (value: unknown): Json => (isObject(value) ? value : {});

const at = (value: unknown, ...keys: readonly string[]): unknown =>
  keys.reduce<unknown>((inner, key) => objectOf(inner)[key], value);
