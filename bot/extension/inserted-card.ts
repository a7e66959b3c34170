type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same card with every action of it changed; what is below an action is left to the change. */
function mapActions(node: unknown, change: (action: Json) => Json): unknown {
  if (Array.isArray(node)) return node.map((one) => mapActions(one, change));
  if (!isObject(node)) return node;
  const isAction = typeof node.type === 'string' && node.type.startsWith('Action.');
  const own = isAction ? change(node) : node;
  return Object.fromEntries(Object.entries(own).map(([key, value]) => [key, descend(key, value, change)]));
}

/** What buttons carry is no part of the card. */
function descend(key: string, value: unknown, change: (action: Json) => Json): unknown {
  return key === 'data' ? value : mapActions(value, change);
}

/**
 * A card as a person inserts it: the message is theirs, so the bot can neither edit it nor count on being there. Its
 * buttons say which connection it is about, and are answered in the invoke.
 */
export function asInserted(card: Json, connectionId: string): Json {
  const marked = (action: Json) =>
    isObject(action.data) ? { ...action, data: { ...action.data, inserted: connectionId } } : action;
  return mapActions(card, marked) as Json;
}

/** A card for a dialog, which knows no Action.Execute: each gives way to its own fallback. */
export function forDialog(card: Json): Json {
  const plain = (action: Json) =>
    action.type === 'Action.Execute' && isObject(action.fallback) ? { ...action.fallback } : action;
  return mapActions(card, plain) as Json;
}

/** A card that only tells: without anything that could be pressed. */
export function withoutActions(node: unknown): unknown {
  if (Array.isArray(node)) return node.filter((one) => !isSet(one)).map(withoutActions);
  if (!isObject(node)) return node;
  const kept = Object.entries(node).filter(([key]) => key !== 'selectAction' && key !== 'actions');
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutActions(value)]));
}

function isSet(node: unknown): boolean {
  return isObject(node) && node.type === 'ActionSet';
}
