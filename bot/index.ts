import { asHeraldError } from '../src/base/errors.js';
import { newReference } from '../src/base/ids.js';
import { say } from '../src/delivery/words.js';
import { type HttpReply, type HttpRequest, type Route, refusal } from '../src/server/route.js';
import { readActivity, tenantsOf } from './activity.js';
import { type BotAuth, type BotFrameworkAuthentication, InboundAdapter } from './adapter.js';
import { type AdmissionRules, refusedServiceUrl, refusedTenant } from './admission.js';
import { createBackground } from './background.js';
import { dispatch } from './dispatch.js';
import { invokeText } from './invoke.js';
import { createRedelivery } from './redelivery.js';
import type { HostServices } from './services.js';
import { servicesFor } from './tenant.js';

export interface BotOptions extends AdmissionRules {
  services: HostServices;
  auth: BotAuth;
  /** Other keys and issuers than those of the public Bot Framework. */
  authentication?: BotFrameworkAuthentication;
}

export interface Bot {
  routes: Route[];
  /** Resolves when no turn is under way, also none that went on behind its request. */
  idle(): Promise<void>;
}

/**
 * The conversation: from an activity of Teams to answers owed. Who calls is checked in this order: where the answers
 * would go, the Bot Framework's token, the tenant.
 */
export function createBot({ services, auth, authentication, ...rules }: BotOptions): Bot {
  const adapter = new InboundAdapter(auth, authentication);
  const background = createBackground(services.clock);
  const behind = { background, redelivery: createRedelivery() };

  async function receive({ body, headers }: HttpRequest): Promise<HttpReply> {
    const activity = readActivity(body);
    if (!activity) return refusal(400, 'not-an-activity', 'The body is no activity.');
    // Absent it would also leave out the check which channel the token's key may speak for.
    if (activity.channelId !== 'msteams') {
      return refusal(403, 'channel-not-served', 'Only Microsoft Teams is served.');
    }
    const foreign = refusedServiceUrl(activity.serviceUrl, rules);
    if (foreign) return refusal(403, foreign, 'Answers are not sent to this service URL.');
    const received = await adapter.receive(headers.authorization ?? '', activity, async () => {
      const reason = refusedTenant(activity, rules);
      if (!reason) return dispatch(activity, servicesFor(tenantsOf(activity)[0] ?? '', services), behind);
      services.log.warn({ reason, type: activity.type }, 'activity refused');
      return activity.type === 'invoke'
        ? invokeText(activity.name, say(services.defaults.locale, 'invoke.tenant'))
        : refusal(403, reason, 'This tenant is not served.');
    });
    return received.result === 'done' ? received.value : refusal(401, 'unauthorized', 'The token was not accepted.');
  }

  async function handle(request: HttpRequest): Promise<HttpReply> {
    try {
      return await receive(request);
    } catch (thrown) {
      const reference = newReference();
      services.log.error({ err: asHeraldError(thrown), reference }, 'an activity could not be received');
      return refusal(500, 'internal', 'Something went wrong.', reference);
    }
  }

  return {
    routes: [{ method: 'POST', path: '/api/messages', body: 'json', handle }],
    idle: () => background.idle(),
  };
}
