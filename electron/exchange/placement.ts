/**
 * Where an exchange wants the one-time code of a private call: the name of the parameter that is signed with the rest.
 * Source: Kraken's API reference, "otp" of each private endpoint. Other exchanges follow with the catalogue.
 */
const parameterOf: ReadonlyMap<string, string> = new Map([['kraken', 'otp']]);

/** The parameters with the code put in; undefined where this exchange takes no code on private calls. */
export function placeCode(
  exchange: string,
  params: Readonly<Record<string, unknown>>,
  code: string,
): Record<string, unknown> | undefined {
  const name = parameterOf.get(exchange);
  return name === undefined ? undefined : { ...params, [name]: code };
}

export const takesCode = (exchange: string): boolean => parameterOf.has(exchange);
