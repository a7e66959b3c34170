import { variables } from './config/variables.js';
import { BackupError, backUp } from './store/backup.js';

/** `npm run backup -- <folder>`: copies `DATA_DIR` to a new folder, also while the product runs. */
const EXIT_BAD_USE = 2;

async function main(to: string | undefined): Promise<number> {
  if (!to) {
    console.error('Say where to: a folder that does not exist yet.');
    return EXIT_BAD_USE;
  }
  const from = variables.DATA_DIR.parse.parse(process.env.DATA_DIR || variables.DATA_DIR.default);
  const names = await backUp(from, to);
  console.log(`${to}: ${names.join(', ')}`);
  return 0;
}

main(process.argv[2]).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const known = error instanceof BackupError || (error instanceof Error && 'code' in error);
    console.error(known ? error.message : error);
    process.exitCode = 1;
  },
);
