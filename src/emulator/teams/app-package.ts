import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { objectIdOf } from '../people.js';

const parameter = z.object({ name: z.string(), title: z.string(), description: z.string().default('') });
const command = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string().default(''),
  type: z.enum(['query', 'action']).default('query'),
  context: z.array(z.string()).default(['compose', 'commandBox']),
  initialRun: z.boolean().default(false),
  fetchTask: z.boolean().default(false),
  parameters: z.array(parameter).default([]),
});
const handler = z.object({ type: z.string(), value: z.object({ domains: z.array(z.string()).default([]) }) });
const extension = z.object({ commands: z.array(command).default([]), messageHandlers: z.array(handler).default([]) });
const staticTab = z.object({
  entityId: z.string(),
  name: z.string().default(''),
  contentUrl: z.string().optional(),
  websiteUrl: z.string().optional(),
  scopes: z.array(z.string()),
});
const manifestSchema = z.object({
  version: z.string().default('1.0.0'),
  composeExtensions: z.array(extension).default([]),
  configurableTabs: z.array(z.object({ configurationUrl: z.string(), scopes: z.array(z.string()) })).default([]),
  staticTabs: z.array(staticTab).default([]),
  validDomains: z.array(z.string()).default([]),
  webApplicationInfo: z.object({ id: z.string(), resource: z.string() }).optional(),
});

/** A command of the messaging extension, as the manifest has it (Teams reference 5.3). */
export type ExtensionCommand = z.infer<typeof command>;

export type PersonalTab = z.infer<typeof staticTab>;

/** What an installed app brings beside its bot. */
export interface TeamsApp {
  id: string;
  version: string;
  commands: ExtensionCommand[];
  /** Hosts whose links the bot is asked about; `*.` stands for any host below. */
  linkDomains: string[];
  configurationUrl?: string;
  configurableScopes: string[];
  personalTabs: PersonalTab[];
  /** Hosts that tabs may show. */
  validDomains: string[];
  /** Whom tokens of tabs are for. */
  audience?: { id: string; resource: string };
}

const manifestFile = new URL('../../../manifest/manifest.json', import.meta.url);

/** The product's own manifest, with its placeholders. */
export function readManifest(): unknown {
  return JSON.parse(readFileSync(manifestFile, 'utf8'));
}

function filled(node: unknown, values: Readonly<Record<string, string>>): unknown {
  if (typeof node === 'string') return node.replace(/\$\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  if (Array.isArray(node)) return node.map((one) => filled(one, values));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, filled(value, values)]));
}

/**
 * Installs a manifest for a product that answers at `publicUrl` (an origin). Throws a `ZodError` for what is no manifest;
 * a tab or an extension that is not there is no error.
 */
export function installApp(manifest: unknown, publicUrl: string): TeamsApp {
  const id = objectIdOf('Insights Herald');
  const host = URL.canParse(publicUrl) ? new URL(publicUrl).host : '';
  const all = { MicrosoftAppId: id, TAB_APP_ID: id, PUBLIC_URL: publicUrl, PUBLIC_HOST: host };
  const parsed = manifestSchema.parse(filled(manifest, all));
  const [box] = parsed.composeExtensions;
  const [configurable] = parsed.configurableTabs;
  return {
    id,
    version: parsed.version,
    commands: box?.commands ?? [],
    linkDomains: box?.messageHandlers.flatMap(({ type, value }) => (type === 'link' ? value.domains : [])) ?? [],
    ...(configurable ? { configurationUrl: configurable.configurationUrl } : {}),
    configurableScopes: configurable?.scopes ?? [],
    personalTabs: parsed.staticTabs.filter(({ scopes }) => scopes.includes('personal')),
    validDomains: parsed.validDomains,
    ...(parsed.webApplicationInfo ? { audience: parsed.webApplicationInfo } : {}),
  };
}
