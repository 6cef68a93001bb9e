/** What of a request and of its answer may be written to the log. */
import { hideSecretShapes } from '../../shared/redact.ts';
import { type EndpointShapes, krakenShapes } from './redact/kraken.ts';
import { fields, list, type Shape, show } from './redact/shape.ts';

/** A body that is larger is named by its size, unread. */
const mostTextLength = 1024 * 1024;
/** However the body is made, reading it ends after so many values. */
const mostValues = 2000;
const mostItems = 20;
const mostMembers = 100;
const mostTextShown = 300;
const mostNameLength = 64;

/**
 * A request's parameters: what the endpoint's table names is shown, any other field becomes its type and size, like
 * `string(12)`. Of an endpoint that is in no table only the form is shown.
 * Takes: endpoint = ccxt's name of it (`privatePostAddOrder`) or the exchange's (`AddOrder`).
 */
export function redactRequest(exchange: string, endpoint: string, params: unknown): unknown {
  return new Redaction().of(params, shapesOf(exchange, endpoint)?.request ?? formOnly);
}

/** An answer, parsed or as it came. The exchange's own errors are shown. */
export function redactResponse(exchange: string, endpoint: string, body: unknown): unknown {
  const value = parsed(body);
  const shapes = shapesOf(exchange, endpoint);
  if (shapes === undefined) return new Redaction().of(value, formOnly);
  return new Redaction().of(value, fields('', { error: list(show), result: shapes.result }));
}

/** The names of an object's members, without looking into them. */
const formOnly: Shape = { kind: 'fields', fields: new Map() };

function shapesOf(exchange: string, endpoint: string): EndpointShapes | undefined {
  if (exchange !== 'kraken') return undefined;
  const name = endpoint.replace(/^private(?:Post|\/)/, '');
  return shapes.get(name.replaceAll('/', '').toLowerCase());
}

/** ccxt writes `Earn/Allocate` as `EarnAllocate`. */
const shapes = new Map(
  Object.entries(krakenShapes).map(([name, one]) => [name.replaceAll('/', '').toLowerCase(), one]),
);

/** JSON as a value; what is none, is binary or too large stays what it is, and is named by its size. */
function parsed(body: unknown): unknown {
  if (typeof body !== 'string' || body.length > mostTextLength) return body;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

class Redaction {
  #left = mostValues;

  of(value: unknown, shape: Shape | undefined): unknown {
    this.#left -= 1;
    if (value === null || value === undefined) return null;
    if (shape === undefined || this.#left < 0) return sizeOf(value);
    if (typeof value !== 'object') return shape.kind === 'show' ? plain(value) : sizeOf(value);
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return sizeOf(value);
    if (Array.isArray(value)) return shape.kind === 'list' ? this.#items(value, shape.each) : sizeOf(value);
    return shape.kind === 'fields' || shape.kind === 'each' ? this.#members(value, shape) : sizeOf(value);
  }

  #items(value: readonly unknown[], each: Shape): unknown[] {
    const shown = value.slice(0, mostItems).map((item) => this.of(item, each));
    return value.length > mostItems ? [...shown, `and ${value.length - mostItems} more`] : shown;
  }

  #members(value: object, shape: Extract<Shape, { readonly kind: 'fields' | 'each' }>): unknown {
    const names = Object.keys(value);
    const shown = names.slice(0, mostMembers).map((name) => {
      const inner = shape.kind === 'each' ? shape.each : shape.fields.get(name);
      return [shownName(name), this.of(Reflect.get(value, name), inner)];
    });
    if (names.length > mostMembers) shown.push(['…', `and ${names.length - mostMembers} more`]);
    return Object.fromEntries(shown);
  }
}

function plain(value: unknown): unknown {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : sizeOf(value);
  if (typeof value !== 'string') return sizeOf(value);
  return value.length > mostTextShown ? `${value.slice(0, mostTextShown)}…` : value;
}

/** Whoever sends a body chooses the names in it, so a name can carry a secret too. */
const shownName = (name: string): string =>
  name.length > mostNameLength ? `name(${name.length})` : hideSecretShapes(name);

function sizeOf(value: unknown): string {
  if (typeof value === 'string') return `string(${value.length})`;
  if (Array.isArray(value)) return `array(${value.length})`;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `binary(${value.byteLength})`;
  if (typeof value === 'object' && value !== null) return `object(${Object.keys(value).length})`;
  return typeof value;
}
