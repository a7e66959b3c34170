import { readFileSync } from 'node:fs';
import { collect, type PackageFiles, packageFindings } from '../../scripts/manifest/app-package.js';
import { readPackageValues } from '../../scripts/manifest/environment.js';
import { codeTables } from '../../scripts/manifest/tables.js';

export const goodEnvironment = {
  MicrosoftAppId: '7D6F3C1A-5B2E-4F08-9A41-3C5D7E9F1B23',
  PUBLIC_URL: 'https://herald.example.net/',
};

export const readSource = (name: string) => readFileSync(new URL(`../../manifest/${name}`, import.meta.url));

/** The package of an environment, not zipped. */
export function packageOf(env: Record<string, string> = goodEnvironment): PackageFiles {
  return collect(readSource, readPackageValues(env), codeTables);
}

/** One line per finding, as the command prints them. */
export function findings(files: PackageFiles): string[] {
  return packageFindings(files).map(({ where, problem }) => `${where} ${problem}`);
}
