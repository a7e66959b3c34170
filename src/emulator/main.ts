import { startInsightsEmulator } from './insights/index.js';

const port = Number(process.env.INSIGHTS_PORT ?? 7071);
const insights = await startInsightsEmulator({ port });
const story = process.argv[2];

console.log(`Customer Insights emulator: ${insights.url}

  CI_BASE_URL=${insights.url}
  CI_INSTANCE_ID=${insights.instanceId}
  CI_SUBSCRIPTION_KEY=${insights.subscriptionKey}
  CI_ACCESS_TOKEN=${insights.token}

Try it:
  curl -H 'Ocp-Apim-Subscription-Key: ${insights.subscriptionKey}' -H 'Authorization: Bearer ${insights.token}' \\
    ${insights.url}/instances/${insights.instanceId}/workflows/main/status

See and change what is behind it:
  curl ${new URL('/_control/state', insights.url).href}
  curl -d '{"name":"main-story"}' ${new URL('/_control/runScenario', insights.url).href}

Stories: ${insights.control
  .scenarios()
  .map((scenario) => scenario.name)
  .join(', ')}. Start with one at once: npm run emulator -- main-story`);

if (story !== undefined) {
  const handle = insights.control.runScenario(story);
  console.log(`\nPlaying "${handle.scenario.title}".`);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    insights.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}
