import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ConfigError } from '../src/config/config.js';
import { collect, packageFindings, zip } from './manifest/app-package.js';
import { linkDomainsOf, readPackageValues } from './manifest/environment.js';
import { SCHEMA_VERSION } from './manifest/schema.js';
import { codeTables } from './manifest/tables.js';

/**
 * `npm run package [folder]`: makes `insights-herald.zip`, the app as an administrator uploads it, in `dist/` unless told
 * otherwise. Ends with 2 when the environment lacks something, with 1 when the package would be refused.
 */
const EXIT_BAD_ENVIRONMENT = 2;
const EXIT_BAD_PACKAGE = 1;
const source = new URL('../manifest/', import.meta.url);

function main(folder: string): number {
  const values = readPackageValues(process.env);
  const read = (name: string) => {
    const path = new URL(name, source);
    return existsSync(path) ? readFileSync(path) : undefined;
  };
  const linkDomains = linkDomainsOf(process.env, codeTables.linkDomains);
  const files = collect(read, values, { ...codeTables, linkDomains });
  const findings = packageFindings(files);
  if (findings.length > 0) {
    const list = findings.map(({ where, problem }) => `${where} ${problem}`);
    console.error(`The package would be refused:\n${list.join('\n')}`);
    return EXIT_BAD_PACKAGE;
  }
  const bytes = zip(files);
  mkdirSync(folder, { recursive: true });
  const path = `${folder.replace(/[/\\]$/, '')}/insights-herald.zip`;
  writeFileSync(path, bytes);
  console.log(`${path} (${bytes.length} bytes): ${Object.keys(files).sort().join(', ')}`);
  console.log(`Valid by Microsoft's schema ${SCHEMA_VERSION}, string files included, and by our own checks.`);
  return 0;
}

try {
  process.exitCode = main(process.argv[2] ?? fileURLToPath(new URL('../dist', import.meta.url)));
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(`The environment has problems:\n${error.message}`);
  process.exitCode = EXIT_BAD_ENVIRONMENT;
}
