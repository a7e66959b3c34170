import type { Clock } from '../base/clock.js';
import type { Log } from '../base/log.js';
import type { ChannelsRequest, MemberRequest, SendOutcome } from '../delivery/sender.js';
import type { BudgetView } from '../insights/port.js';
import type { ConnectionFacts } from '../model/card-content.js';
import type { Connection } from '../model/connection.js';
import type { Person } from '../model/conversation.js';
import type { Reading } from '../model/reading.js';
import type { Store } from '../store/store.js';
import type { Gallery } from './contract.js';
import type { SignedIn } from './token.js';

/** Everything the tab needs from the rest of the product. Nothing of it makes a call to Customer Insights. */
export interface TabServices {
  store: Store;
  connections: {
    /** Those the tenant may use, the default one first. */
    visible(tenantId: string): readonly Connection[];
    /** For local mode, where nobody is anybody. */
    all(): readonly Connection[];
    reading(connectionId: string): Reading | undefined;
    status(connectionId: string): ConnectionFacts;
    budget(connectionId: string): BudgetView;
  };
  /** Throws `token-*`, `tenant-not-allowed`, `keys-unavailable`. */
  signedIn(authorization: string | undefined): Promise<SignedIn>;
  member(request: MemberRequest): Promise<SendOutcome>;
  channels(request: ChannelsRequest): Promise<SendOutcome>;
  isKnownOperator(person: Person, connectionId: string): boolean;
  defaults: { locale: string; timeZone: string };
  /** Something may be owed: cards are edited. */
  wake(): void;
  local: boolean;
  /** Where browsers reach us; absent: where they say that they do. */
  publicUrl?: string;
  /** Local mode: pages that may show ours in a frame, besides Teams. */
  hostOrigins: readonly string[];
  /** Every card with sample data, in one language. */
  gallery(locale: string): Promise<Gallery>;
  clock: Clock;
  log: Log;
}
