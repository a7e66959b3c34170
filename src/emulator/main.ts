import { type InsightsEmulator, startInsightsEmulator } from './insights/index.js';
import { portOf, startFault } from './port.js';

const PORT_VARIABLE = 'INSIGHTS_PORT';

/** `npm run emulator [-- <story>]`: a Customer Insights API to point the product, or curl, at. */
async function main(story: string | undefined): Promise<InsightsEmulator> {
  const insights = await startInsightsEmulator({ port: portOf(PORT_VARIABLE, 7071) });
  const control = new URL('/_control/', insights.url).href;
  const stories = insights.control.scenarios().map((scenario) => scenario.name);
  console.log(`Customer Insights emulator: ${insights.url}

  CI_BASE_URL=${insights.url}
  CI_INSTANCE_ID=${insights.instanceId}
  CI_SUBSCRIPTION_KEY=${insights.subscriptionKey}
  CI_ACCESS_TOKEN=${insights.token}

Try it:
  curl -H 'Ocp-Apim-Subscription-Key: ${insights.subscriptionKey}' -H 'Authorization: Bearer ${insights.token}' \\
    ${insights.url}/instances/${insights.instanceId}/workflows/main/status

See and change what is behind it:
  curl ${control}state
  curl -d '{"name":"main-story"}' ${control}runScenario
  curl -d '{"source":"CRM contacts","plan":{"outcome":"fail"}}' ${control}planSource
  curl -d '{"operation":"all","submission":"scheduled"}' ${control}startRun

Stories: ${stories.join(', ')}.
Start with one at once: npm run emulator -- main-story`);
  if (story !== undefined) {
    const { scenario } = insights.control.runScenario(story);
    console.log(`\nPlaying "${scenario.title}": ${scenario.summary}`);
  }
  return insights;
}

main(process.argv[2]).then(
  (insights) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        insights.stop().then(
          () => process.exit(0),
          () => process.exit(1),
        );
      });
    }
  },
  (thrown: unknown) => {
    console.error(startFault(thrown, PORT_VARIABLE));
    process.exit(2);
  },
);
