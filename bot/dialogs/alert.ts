import { isWordKey } from '../../src/delivery/words.js';
import type { Alert } from '../../src/model/alert.js';
import type { AlertDetailsContent } from '../../src/model/content/alert-details.js';
import type { Reading } from '../../src/model/reading.js';
import { alertsOnCard } from '../alerts/on-card.js';
import type { Reply } from '../turn.js';
import type { DialogReply, DialogSpec } from './dialog.js';

/** All that is known of the alerts of a card, for whoever asks and nobody else. No call is made for it. */
export const alertDialog: DialogSpec = {
  name: 'alert',
  titleKey: 'dialog.alert',
  async open(data, turn, services) {
    const card = await alertsOnCard(data, turn, services);
    if ('reply' in card) return refused(card.reply);
    const reading = services.connections.reading(card.connectionId);
    return { content: detailsOf(card.alerts, reading) };
  },
};

/** What a button would say aside. */
function refused({ aside }: Reply): DialogReply {
  const key = `refusal.${aside?.key}`;
  const sentence = isWordKey(key) ? key : 'dialog.alert-gone';
  return { sentence, ...(aside?.facts ? { facts: aside.facts } : {}) };
}

function detailsOf(alerts: Alert[], reading: Reading | undefined): AlertDetailsContent {
  const now: AlertDetailsContent['now'] = {};
  for (const alert of alerts) {
    const node = reading?.nodes?.find((one) => isBehind(one, alert));
    if (node) now[alert.id] = node.status;
  }
  const readAtMs = Object.keys(now).length > 0 ? reading?.readAtMs.nodes : undefined;
  return { situation: 'alert-details', alerts, now, ...(readAtMs === undefined ? {} : { readAtMs }) };
}

function isBehind({ operation, identifier }: { operation: string; identifier: string }, { object }: Alert): boolean {
  if (object.kind === 'source') return operation === 'ingestion' && identifier === object.id;
  return object.kind === 'step' && `${operation}/${identifier}` === object.id;
}
