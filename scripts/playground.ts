import { spawn } from 'node:child_process';

/**
 * Starts Microsoft's Agents Playground, a Teams-like client, against a bot that runs locally (`HERALD_LOCAL=1 npm start`).
 * It is pre-release software for evaluation under its own terms, so it is fetched on demand and never a dependency.
 */
const PACKAGE = '@microsoft/m365agentsplayground@0.2.28';
const port = process.env.PORT ?? '3978';

const child = spawn(
  'npx',
  [
    '-y',
    '-p',
    PACKAGE,
    'agentsplayground',
    '-e',
    `http://127.0.0.1:${port}/api/messages`,
    '-c',
    'msteams',
    '--disable-telemetry',
  ],
  { stdio: 'inherit', env: { ...process.env, APPLICATION_INSIGHTS_NO_STATSBEAT: 'true' } },
);
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
