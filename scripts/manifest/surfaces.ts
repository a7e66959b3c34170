import { z } from 'zod';
import { printJson } from './tables.js';

/** Parts of Teams beside the bot itself. The manifest describes them all. */
export type Surface = 'extension' | 'tabs';

/**
 * What the product answers in so far. A package carries nothing else: people would meet buttons that nobody answers.
 * A surface is added here with the code that serves it.
 */
export const servedSurfaces: ReadonlySet<Surface> = new Set<Surface>(['extension', 'tabs']);

const parts: Readonly<Record<Surface, readonly string[]>> = {
  extension: ['composeExtensions'],
  tabs: ['configurableTabs', 'staticTabs'],
};

const jsonObject = z.record(z.string(), z.unknown());
const encoder = new TextEncoder();

/** The manifest, or a string file, without what is not served. A file that is no JSON object is left to the checks. */
export function withoutUnserved(content: Uint8Array, served: ReadonlySet<Surface>): Uint8Array {
  const unserved = (Object.keys(parts) as Surface[]).filter((one) => !served.has(one)).flatMap((one) => parts[one]);
  const isUnserved = (key: string) => unserved.some((part) => key === part || key.startsWith(`${part}[`));
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(content));
  } catch {
    return content;
  }
  const object = jsonObject.safeParse(json);
  if (!object.success || !Object.keys(object.data).some(isUnserved)) return content;
  return encoder.encode(printJson(Object.fromEntries(Object.entries(object.data).filter(([key]) => !isUnserved(key)))));
}
