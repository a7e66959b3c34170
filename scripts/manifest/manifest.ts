import { z } from 'zod';

/**
 * A Teams app manifest as far as we read and write it; what it must look like otherwise is Microsoft's schema to say.
 * Unknown parts are kept.
 */
const manifestSchema = z.looseObject({
  $schema: z.string(),
  manifestVersion: z.string(),
  version: z.string(),
  id: z.string(),
  name: z.looseObject({ short: z.string(), full: z.string() }),
  description: z.looseObject({ short: z.string(), full: z.string() }),
  icons: z.looseObject({ color: z.string(), outline: z.string() }),
  localizationInfo: z.looseObject({
    defaultLanguageTag: z.string(),
    additionalLanguages: z.array(z.looseObject({ languageTag: z.string(), file: z.string() })),
  }),
  bots: z.array(
    z.looseObject({
      botId: z.string(),
      scopes: z.array(z.string()),
      commandLists: z.array(
        z.looseObject({
          scopes: z.array(z.string()),
          commands: z.array(z.looseObject({ title: z.string(), description: z.string() })),
        }),
      ),
    }),
  ),
  composeExtensions: z.array(
    z.looseObject({
      botId: z.string(),
      commands: z.array(
        z.looseObject({
          id: z.string(),
          type: z.string(),
          title: z.string(),
          description: z.string(),
          fetchTask: z.boolean().exactOptional(),
          parameters: z
            .array(z.looseObject({ name: z.string(), title: z.string(), description: z.string() }))
            .exactOptional(),
        }),
      ),
      messageHandlers: z.array(z.looseObject({ value: z.looseObject({ domains: z.array(z.string()) }) })),
    }),
  ),
  staticTabs: z.array(z.looseObject({ entityId: z.string(), name: z.string() })),
  validDomains: z.array(z.string()),
  webApplicationInfo: z.looseObject({ id: z.string(), resource: z.string() }),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** Throws where it is no manifest at all. The order of the file is kept, which zod's own copy would not. */
export function parseManifest(text: string): Manifest {
  const raw: unknown = JSON.parse(text);
  manifestSchema.parse(raw);
  return raw as Manifest;
}

/** A string file: paths into the manifest, such as `staticTabs[0].name`, and the text there in another language. */
export type StringFile = Readonly<Record<string, string>>;

/** The value of every path that holds a text, written as string files write paths. */
export function textsOf(value: unknown, path = ''): Map<string, string> {
  if (typeof value === 'string') return new Map([[path, value]]);
  if (!value || typeof value !== 'object') return new Map();
  const below = Array.isArray(value)
    ? value.map((one, index) => textsOf(one, `${path}[${index}]`))
    : Object.entries(value).map(([name, one]) => textsOf(one, path === '' ? name : `${path}.${name}`));
  return new Map(below.flatMap((one) => [...one]));
}

/** The same value with every text replaced. */
export function mapTexts<T>(value: T, change: (text: string) => string): T {
  const walk = (one: unknown): unknown => {
    if (typeof one === 'string') return change(one);
    if (Array.isArray(one)) return one.map(walk);
    if (!one || typeof one !== 'object') return one;
    return Object.fromEntries(Object.entries(one).map(([name, below]) => [name, walk(below)]));
  };
  return walk(value) as T;
}
