import type { Me, Place } from './api.js';

export type FrameContext = 'content' | 'settings';

export interface ContextFacts {
  tenantId: string;
  appId: string;
  me: Me;
  place: Place;
  /** As Teams calls it: `default`, `dark` or `contrast`. */
  theme: string;
  frameContext: FrameContext;
  /** The tab, where there is one yet. */
  entityId?: string | undefined;
}

/** The context of a tab page as the host sends it: flat, with the old names, which teams-js turns into its own. */
export function tabContext(facts: ContextFacts): Record<string, string> {
  const { tenantId, appId, me, place, theme, frameContext, entityId } = facts;
  const { team } = place;
  return {
    entityId: entityId ?? '',
    locale: me.locale.toLowerCase(),
    theme,
    frameContext,
    appId,
    hostName: 'Teams',
    hostClientType: 'web',
    sessionId: 'desk',
    appSessionId: 'desk',
    tid: tenantId,
    userObjectId: me.aadObjectId,
    userDisplayName: me.name,
    userPrincipalName: me.userPrincipalName,
    loginHint: me.userPrincipalName,
    ...(team
      ? {
          teamId: team.id,
          teamName: team.name,
          groupId: team.aadGroupId,
          channelId: place.id,
          channelName: place.name,
          channelType: 'Regular',
        }
      : {}),
    ...(place.type === 'groupChat' ? { chatId: place.id } : {}),
  };
}

/** Placeholders that Teams fills in a tab's address (Teams reference 8.2), by the keys of the context. */
const placeholders: Readonly<Record<string, string>> = {
  'app.locale': 'locale',
  'app.theme': 'theme',
  'page.id': 'entityId',
  'user.id': 'userObjectId',
  'user.loginHint': 'loginHint',
  'user.tenant.id': 'tid',
  'team.groupId': 'groupId',
  'team.internalId': 'teamId',
  'channel.id': 'channelId',
  'chat.id': 'chatId',
  // The names of teams-js 1, which still stand in many manifests.
  locale: 'locale',
  theme: 'theme',
  entityId: 'entityId',
  tid: 'tid',
  groupId: 'groupId',
  loginHint: 'loginHint',
  userObjectId: 'userObjectId',
  channelId: 'channelId',
  chatId: 'chatId',
};

/** An address with its placeholders filled; what the context has no word for becomes empty, what is none stays. */
export function filledAddress(address: string, context: Readonly<Record<string, string>>): string {
  return address.replace(/\{([\w.]+)\}/g, (whole, name: string) => {
    const key = placeholders[name];
    return key === undefined ? whole : encodeURIComponent(context[key] ?? '');
  });
}
