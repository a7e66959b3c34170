/**
 * One request to the Bot Connector, without any retry of its own (Teams reference 3.4: the SDK retries POSTs by
 * itself, so it is not used for sending).
 */
export interface OutboundActivity {
  type: 'message';
  summary: string;
  attachments: [OutboundAttachment];
}

export type OutboundAttachment =
  | { contentType: 'application/vnd.microsoft.card.adaptive'; content: Record<string, unknown> }
  /** Asks whether the file may be put into the person's OneDrive; personal chats alone. */
  | {
      contentType: 'application/vnd.microsoft.teams.card.file.consent';
      name: string;
      content: { description: string; sizeInBytes: number; acceptContext: object; declineContext: object };
    }
  /** A file that is there. */
  | {
      contentType: 'application/vnd.microsoft.teams.card.file.info';
      name: string;
      contentUrl: string;
      content: { uniqueId: string; fileType: string };
    };

export interface Target {
  serviceUrl: string;
  tenantId: string;
  /** Plain id for a new post, with `;messageid=` for a reply. */
  conversationId: string;
}

export type SendRequest =
  | { kind: 'post'; target: Target; activity: OutboundActivity }
  | { kind: 'update'; target: Target; activityId: string; activity: OutboundActivity }
  | { kind: 'delete'; target: Target; activityId: string }
  /** Opens the personal chat with a member of the target; its id comes as the outcome's `conversationId`. */
  | { kind: 'open'; target: Target; botId: string; memberId: string };

/** Whether somebody, by Entra object id, is in the conversation. Tells nobody anything. */
export interface MemberRequest {
  kind: 'member';
  target: Target;
  memberId: string;
}

/** The channels of a team, whose id is the target's conversation. Tells nobody anything. */
export interface ChannelsRequest {
  kind: 'channels';
  target: Target;
}

/** The closed set of what Teams can answer (Teams reference 3.2, 2.5). */
export type SendOutcome =
  | { result: 'sent'; status: number; activityId?: string; conversationId?: string; channels?: TeamChannel[] }
  | { result: 'throttled'; status: number; retryAfterMs?: number }
  /** The request never left us: DNS, refused, no token. Safe to try again. */
  | { result: 'not-sent'; reason: string }
  /** It may have been delivered: 5xx, time-out, reset after sending. */
  | { result: 'ambiguous'; status?: number; reason: string }
  /** 412: another operation on the conversation was under way. */
  | { result: 'conflict'; status: number }
  | { result: 'gone'; status: number; reason: string }
  | { result: 'message-gone'; status: number }
  | { result: 'wrong-host'; status: number }
  | { result: 'unauthorized'; status: number }
  | { result: 'refused'; status: number; reason: string };

export interface TeamChannel {
  id: string;
  /** Absent: the team's default channel, which Teams gives no name. */
  name?: string;
}

/** Never throws, never retries. */
export interface Sender {
  send(request: SendRequest, signal?: AbortSignal): Promise<SendOutcome>;
}

export interface Connector extends Sender {
  /** `sent`, with their Teams id as `activityId`: a member. `refused` with 404: none. Never throws, never retries. */
  member(request: MemberRequest, signal?: AbortSignal): Promise<SendOutcome>;
  /** `sent`, with `channels`; without them where the answer could not be read. Never throws, never retries. */
  channels(request: ChannelsRequest, signal?: AbortSignal): Promise<SendOutcome>;
}
