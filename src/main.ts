import { createApp } from './app.js';
import { systemClock } from './base/clock.js';
import { createLog } from './base/log.js';
import { ConfigError, readConfig } from './config/config.js';

const EXIT_BAD_CONFIG = 2;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config.values.LOG_LEVEL);
  const app = createApp(config, { clock: systemClock, log });
  const started = app.start();
  const stop = async (signal: string) => {
    log.info({ signal }, 'stopping');
    // A start that is under way would open what has just been closed.
    await started.catch(() => undefined);
    await app.stop();
  };
  // A second signal ends the process at once.
  process.once('SIGINT', () => void stop('SIGINT'));
  process.once('SIGTERM', () => void stop('SIGTERM'));
  await started;
  log.info({ address: app.address() }, 'ready');
}

main().catch((error: unknown) => {
  if (error instanceof ConfigError) {
    console.error(`The configuration has problems:\n${error.message}`);
    process.exitCode = EXIT_BAD_CONFIG;
  } else {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
});
