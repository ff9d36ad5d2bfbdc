import type { Json } from "@pawl/core";

/**
 * A call that is right, with the accepted values of each parameter; `""` among them means that it may be left out. Within an accepted object, each
 * member again lists its accepted values.
 */
export type AcceptedCall = {
  readonly name: string;
  readonly arguments: { readonly [parameter: string]: readonly Json[] };
};

/** Returns the accepted calls of a ground truth of the Berkeley function calling leaderboard: `[{ name: { parameter: [values] } }]`. */
export function acceptedCalls(
  groundTruth: readonly { readonly [name: string]: { readonly [parameter: string]: readonly Json[] } }[],
): AcceptedCall[] {
  return groundTruth.flatMap((call) => Object.entries(call).map(([name, parameters]) => ({ name, arguments: parameters })));
}

/** Returns the accepted call for exactly these arguments: nothing may be left out or added. */
export function exactCall(name: string, values: { readonly [parameter: string]: Json }): AcceptedCall {
  return { name, arguments: Object.fromEntries(Object.entries(values).map(([parameter, value]) => [parameter, [membersAccepted(value)]])) };
}

function membersAccepted(value: Json): Json {
  if (Array.isArray(value)) return value.map((member: Json) => (isObject(member) ? membersAccepted(member) : member));
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, [member]])) : value;
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
