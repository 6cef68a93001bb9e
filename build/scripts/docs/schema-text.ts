/** JSON Schema as a person reads it: like a type of TypeScript, with bounds behind it. */

export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** Takes: a schema of draft 2020-12 without references. Throws: Error on a form that it does not know. */
export function shapeOf(schema: unknown, indent = ''): string {
  if (!isObject(schema)) throw new Error(`not a schema: ${JSON.stringify(schema)}`);
  const union = list(schema['anyOf'] ?? schema['oneOf']);
  if (union.length > 0) return union.map((one) => shapeOf(one, indent)).join(' | ');
  if ('const' in schema) return JSON.stringify(schema['const']);
  if (Array.isArray(schema['enum'])) return schema['enum'].map((one) => JSON.stringify(one)).join(' | ');
  const types = schema['type'];
  if (Array.isArray(types)) return types.map((type) => shapeOf({ ...schema, type }, indent)).join(' | ');
  const all = list(schema['allOf']);
  if (all.length > 0) return all.map((one) => shapeOf(one, indent)).join(' & ');
  return byType(schema, indent);
}

function byType(schema: Json, indent: string): string {
  switch (schema['type']) {
    case 'object':
      return objectText(schema, indent);
    case 'array':
      return arrayText(schema, indent);
    case 'integer':
    case 'number':
    case 'string':
      return `${schema['type'] === 'integer' ? 'number' : schema['type']}${bounds(schema)}`;
    case 'boolean':
    case 'null':
      return schema['type'];
    case undefined:
      return 'unknown';
    default:
      throw new Error(`a schema of type ${String(schema['type'])}`);
  }
}

function objectText(schema: Json, indent: string): string {
  const members = Object.entries(isObject(schema['properties']) ? schema['properties'] : {});
  const more = schema['additionalProperties'];
  if (members.length === 0) return isObject(more) ? `{ [name: string]: ${shapeOf(more, indent)} }` : '{}';
  const required: readonly unknown[] = Array.isArray(schema['required']) ? schema['required'] : [];
  const inner = `${indent}  `;
  const lines = members.map(
    ([name, member]) =>
      `${inner}${/^\w+$/.test(name) ? name : JSON.stringify(name)}${required.includes(name) ? '' : '?'}: ${shapeOf(member, inner)};${defaultOf(member)}`,
  );
  return `{\n${lines.join('\n')}\n${indent}}`;
}

function arrayText(schema: Json, indent: string): string {
  const items = shapeOf(schema['items'] ?? {}, indent);
  const most = schema['maxItems'];
  return `${/[|&]/.test(items.replaceAll(/\{[\s\S]*\}/g, '')) ? `(${items})` : items}[]${typeof most === 'number' ? ` /* ${most} at most */` : ''}`;
}

const defaultOf = (member: unknown): string =>
  isObject(member) && 'default' in member ? ` // ${JSON.stringify(member['default'])} where left out` : '';

/** What zod writes for any safe integer says nothing. */
const isBound = (value: unknown): value is number =>
  typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER;

function bounds({ minimum, maximum, minLength, maxLength, pattern, format }: Json): string {
  if (typeof format === 'string') return ` /* ${format} */`;
  const [least, most] = [minimum ?? minLength, maximum ?? maxLength];
  const unit = minLength === undefined && maxLength === undefined ? '' : ' characters';
  if (isBound(least) && isBound(most)) return ` /* ${least} to ${most}${unit} */`;
  if (isBound(most)) return ` /* ${most}${unit} at most */`;
  if (isBound(least)) return ` /* ${least}${unit} or more */`;
  return typeof pattern === 'string' && pattern.length <= 60 ? ` /* ${pattern} */` : '';
}
