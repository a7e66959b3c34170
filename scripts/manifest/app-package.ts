import { zipSync } from 'fflate';
import { z } from 'zod';
import { manifestFindings, stringFindings } from './checks.js';
import { fill, type PackageValues } from './environment.js';
import { iconFindings } from './icon-checks.js';
import { type Manifest, parseManifest } from './manifest.js';
import { type Finding, schemaFindings } from './schema.js';
import { type ManifestTables, printJson, withTables } from './tables.js';

/** The files of the package by name. They all stand at its root: Teams finds nothing in folders (reference 5.5). */
export type PackageFiles = Readonly<Record<string, Uint8Array>>;

/** Reads one file of the folder `manifest/`; undefined when there is none. */
export type ReadFile = (name: string) => Uint8Array | undefined;

/** The formats of zip count from here, in the local time of the machine: any later time would differ between zones. */
const NO_TIME = new Date(1980, 0, 1);

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * Collects what the manifest names and fills in the environment. A file that is missing is a finding of
 * `packageFindings`, not an error here.
 */
export function collect(read: ReadFile, values: PackageValues, tables: ManifestTables): PackageFiles {
  const template = read('manifest.json');
  if (!template) throw new Error('manifest/manifest.json is missing');
  const manifest = fill(withTables(parseManifest(decoder.decode(template)), tables), values);
  const named = namesOf(manifest).flatMap((name): [string, Uint8Array][] => {
    const content = read(name);
    return content ? [[name, content]] : [];
  });
  return { 'manifest.json': encoder.encode(printJson(manifest)), ...Object.fromEntries(named) };
}

function namesOf({ icons, localizationInfo }: Manifest): string[] {
  return [icons.color, icons.outline, ...localizationInfo.additionalLanguages.map(({ file }) => file)];
}

function readJson(content: Uint8Array): unknown {
  try {
    return JSON.parse(decoder.decode(content));
  } catch {
    return undefined;
  }
}

/** Everything that is wrong with a package, by Microsoft's schema and by our own rules. Empty: it may be uploaded. */
export function packageFindings(files: PackageFiles): Finding[] {
  const content = readJson(files['manifest.json'] ?? new Uint8Array());
  const bySchema = schemaFindings('manifest', 'manifest.json', content);
  let manifest: Manifest;
  try {
    manifest = parseManifest(JSON.stringify(content));
  } catch {
    return bySchema.length > 0 ? bySchema : [{ where: 'manifest.json', problem: 'lacks parts that this app has' }];
  }
  const missing = namesOf(manifest)
    .filter((name) => !(name in files))
    .map((name) => ({ where: name, problem: 'is missing' }));
  const icons = (['color', 'outline'] as const).flatMap((kind) => {
    const name = manifest.icons[kind];
    const png = files[name];
    return png ? iconFindings(kind, name, png) : [];
  });
  const strings = manifest.localizationInfo.additionalLanguages.flatMap(({ file }) => {
    const found = files[file];
    if (!found) return [];
    const json = readJson(found);
    const wrong = schemaFindings('strings', file, json);
    const parsed = z.record(z.string(), z.string()).safeParse(json);
    return parsed.success ? [...wrong, ...stringFindings(file, parsed.data, manifest)] : wrong;
  });
  return [...bySchema, ...manifestFindings(manifest), ...missing, ...icons, ...strings];
}

/** The same files always make the same bytes: in the order of their names, without a time. */
export function zip(files: PackageFiles): Uint8Array {
  const sorted = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));
  return zipSync(Object.fromEntries(sorted), { level: 9, mtime: NO_TIME });
}
